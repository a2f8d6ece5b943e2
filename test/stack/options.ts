import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { SERVICE_TYPE } from './mdns.ts';
import { type StackOptions, stackOptionsSchema } from './settings.ts';

export const HELP = `npm run stack -- [options]      a small real Monero stack: Stratum, every share verified, mDNS

Where
  --port N              TCP port (3333; 0: any free one)
  --address ADDRESS     IPv4 or IPv6 address to listen on (the interface's own)
  --interface NAME      interface for mDNS (lo)
  --name NAME           answer mDNS for NAME.local (off)
  --dns-sd INSTANCE     advertise ${SERVICE_TYPE} under this name; needs --name (off)

What
  --kind KIND           whose answers to give: xmrig-proxy (default), p2pool, or p2pool5, which bans
                        for ten minutes whoever logs in with a list of algorithms without rx/2
  --difficulty N        expected hashes per share (10); raised for miners too fast to verify
  --fixed               never raise it
  --height N            block height of the first job (3810000)
  --block-seconds N     seconds between blocks, 0 for none (60)
  --password TEXT       what a miner's password has to be (anything)
  --tls                 TLS on the same port too; the fingerprint is printed

Monero's fork to RandomX v2 (rx/2, block version 17)
  --fork-after N        the chain forks once N shares are verified: everybody gets an rx/2 job
  --forked              it forked before the first job
  --stayed-behind HOW   this stack does not follow: rx/0 jobs go on, at heights that advance (advancing)
                        or at the last one (standing)
  --drop-commitment     lose the shares' field "commitment", as old proxies do: every rx/2 share is rejected
  --no-algo             jobs do not name their algorithm
  --algo NAME           jobs name this algorithm; shares for another coin's are refused
  --ban-seconds N       how long p2pool5 bans (600)

Faults
  --not-ready           the chain is still syncing
  --fault KIND          mute, refuse, close, hangUp, reject, http, noJob, rejectShares, rejectThird,
                        ignoreShares, zeroTarget, sameJob or bulky
  --reject-message TEXT the error of fault reject
  --close-after-error   hang up after a refused login
  --delay MILLISECONDS  every answer comes late

  --json                events as JSON lines on stdout, commands as JSON lines on stdin
                        (set, drop, reconnect, move, block, fork, status, stop)
  --help                this text
`;

/** What the command line asked for. */
export interface CommandLine {
  readonly stack: StackOptions;
  readonly json: boolean;
  readonly help: boolean;
}

/** Reads the command line. Throws an error with one line for each thing that is wrong. */
export function readCommandLine(args: readonly string[]): CommandLine {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: {
      ...{
        port: text,
        address: text,
        interface: text,
        name: text,
        'dns-sd': text,
        kind: text,
        difficulty: text,
      },
      ...{
        height: text,
        'block-seconds': text,
        password: text,
        fault: text,
        'reject-message': text,
        delay: text,
      },
      ...{ 'fork-after': text, 'stayed-behind': text, algo: text, 'ban-seconds': text },
      ...{ forked: flag, 'drop-commitment': flag, 'no-algo': flag },
      ...{ fixed: flag, tls: flag, 'not-ready': flag, 'close-after-error': flag, json: flag, help: flag },
    },
  });
  const stack = stackOptionsSchema.safeParse({
    port: number(values.port),
    address: values.address,
    interface: values.interface,
    name: values.name,
    dnsSd: values['dns-sd'],
    kind: values.kind,
    difficulty: number(values.difficulty),
    adapt: !values.fixed,
    height: number(values.height),
    blockSeconds: number(values['block-seconds']),
    forked: values.forked,
    forkAfter: number(values['fork-after']),
    stayedBehind: values['stayed-behind'],
    dropCommitment: values['drop-commitment'],
    nameAlgo: !values['no-algo'],
    algo: values.algo,
    banSeconds: number(values['ban-seconds']),
    password: values.password,
    tls: values.tls,
    ready: !values['not-ready'],
    fault: values.fault,
    rejectMessage: values['reject-message'],
    closeAfterError: values['close-after-error'],
    delay: number(values.delay),
  });
  if (!stack.success) {
    throw new Error(stack.error.issues.map((issue) => `--${optionName(issue)}: ${issue.message}`).join('\n'));
  }
  if (stack.data.dnsSd !== null && stack.data.name === null) {
    throw new Error('--dns-sd needs the host name that --name gives');
  }
  if (stack.data.forked && stack.data.forkAfter !== null) {
    throw new Error('--fork-after has nothing to do where --forked says that the fork has been');
  }
  return { stack: stack.data, json: values.json ?? false, help: values.help ?? false };
}

function number(value: string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value);
}

/** `blockSeconds` is `--block-seconds` on the command line. */
function optionName(issue: z.core.$ZodIssue): string {
  return String(issue.path[0] ?? '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
