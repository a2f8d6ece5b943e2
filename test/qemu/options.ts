import { parseArgs } from 'node:util';
import { z } from 'zod';
import { keysSchema } from './keys.ts';

const whole = (least: number, most: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((n) => n >= least && n <= most, `must be ${least} to ${most}`);

const cpuName = z
  .string()
  .regex(
    /^[A-Za-z0-9_.-]+(,[+-]?[A-Za-z0-9_.=-]+)*$/,
    'must be a QEMU CPU model, for example Haswell,+pdpe1gb',
  );

const optionsSchema = z
  .strictObject({
    'until-shares': whole(1, 100_000).optional(),
    report: z.string().min(1).optional(),
    timeout: whole(1, 86_400).optional(),
    firmware: z.enum(['bios', 'uefi', 'secure']).default('bios'),
    'firmware-variables': z.string().min(1).optional(),
    memory: z
      .string()
      .regex(/^\d+[MG]$/, 'must be a number with M or G, for example 4G')
      .default('4G'),
    cpu: cpuName.optional(),
    smp: whole(1, 64).default(2),
    numa: whole(1, 8).default(1),
    smt: whole(1, 2).default(1),
    keyboard: z.enum(['usb', 'none']).default('usb'),
    cmdline: z
      .string()
      .max(1000)
      .regex(/^[ -~]*$/, 'must be one line of plain ASCII')
      .default(''),
    config: z.string().min(1).optional(),
    disk: z.array(z.string().min(1)).max(6).default([]),
    'no-stack': z.boolean().default(false),
    'no-network': z.boolean().default(false),
    'stack-delay': whole(0, 3600).default(0),
    'stack-name': z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, 'must be a host name without .local')
      .default('pithead'),
    difficulty: whole(1, 1_000_000_000).default(10),
    'fork-after': whole(1, 100_000).optional(),
    forked: z.boolean().default(false),
    screenshot: z
      .string()
      .regex(/\.png$/i, 'must end in .png')
      .optional(),
    keys: keysSchema.default([]),
    'serial-log': z.string().min(1).optional(),
    image: z.string().min(1).optional(),
    yes: z.boolean().default(false),
  })
  .refine((o) => o.numa <= o.smp, { path: ['numa'], message: 'must not be more than --smp' })
  .refine((o) => o['until-shares'] === undefined || !(o['no-stack'] || o['no-network']), {
    path: ['until-shares'],
    message: 'needs the stack and the network: leave --no-stack and --no-network out',
  })
  .refine((o) => !(o.forked && o['fork-after'] !== undefined), {
    path: ['forked'],
    message: 'the fork cannot come after it: leave --fork-after out',
  })
  .refine((o) => o.timeout === undefined || o['until-shares'] !== undefined || o.report !== undefined, {
    path: ['timeout'],
    message: 'means something only with --until-shares or --report',
  });

/** What the person asked for, checked. `timeout` and `stack-delay` are seconds. */
export type BootOptions = z.infer<typeof optionsSchema>;

/** A mistake in the command line; `message` says which option and what it takes. */
export class OptionError extends Error {}

/**
 * Reads the arguments after `npm run boot --`. Returns `help` when it was asked for.
 * Throws `OptionError` with one line for each mistake.
 */
export function parseOptions(args: readonly string[]): BootOptions | 'help' {
  const values = split(args);
  if (values['help'] === true) return 'help';
  delete values['help'];
  const result = optionsSchema.safeParse(values);
  if (result.success) return result.data;
  throw new OptionError(result.error.issues.map((i) => `--${i.path.join('.')}: ${i.message}`).join('\n'));
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

function split(args: readonly string[]): Record<string, unknown> {
  try {
    const { values } = parseArgs({
      args: [...args],
      strict: true,
      allowPositionals: false,
      options: {
        ...{
          'until-shares': text,
          report: text,
          timeout: text,
          firmware: text,
          'firmware-variables': text,
          memory: text,
          cpu: text,
        },
        ...{
          smp: text,
          numa: text,
          smt: text,
          keyboard: text,
          cmdline: text,
          config: text,
          screenshot: text,
          keys: text,
        },
        ...{ disk: { type: 'string', multiple: true } as const },
        ...{ 'stack-delay': text, 'stack-name': text, difficulty: text, 'fork-after': text },
        ...{ 'serial-log': text, image: text },
        ...{ forked: flag, 'no-stack': flag, 'no-network': flag, yes: flag, help: flag },
      },
    });
    return { ...values };
  } catch (error) {
    throw new OptionError(error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));
  }
}

export const HELP = `npm run boot -- [options]

Boots the image in QEMU, as it would boot from a USB stick, next to the practice stack, with the rig's
console in this terminal. Ctrl-] leaves and ends everything that was started.

  --until-shares N      end with success once N shares were verified by the stack
  --report FILE         write what happened, in JSON, when the run ends
  --timeout SECONDS     give up after this long (with --until-shares or --report; default 900)

  --firmware KIND       bios (default), uefi, or secure (UEFI with Secure Boot enforced)
  --firmware-variables FILE  keep the UEFI variables here (made when it is not there)
  --memory SIZE         4G
  --cpu MODEL           a QEMU CPU model (default: EPYC, a first Zen; under KVM the host's own)
  --smp N               processors (2)
  --numa N              NUMA nodes (1)
  --smt N               threads of each core (1)
  --keyboard KIND       usb (default) or none
  --disk FILE           an internal disk beside the stick, written to in place; may be repeated
  --image FILE          boot this raw image instead of build/rigforge.raw (nothing is built)

  --cmdline "..."       goes into the command line file on a throw-away copy of the stick
  --config DIR          its files go on the RIGFORGE partition of that copy
  --no-stack            the network, but no stack on it
  --no-network          no network card at all
  --stack-delay SECONDS start the stack this long after the rig
  --stack-name NAME     its mDNS name without .local (pithead)
  --difficulty N        of its jobs (10)
  --fork-after N        its chain goes over to RandomX v2 once N shares are verified
  --forked              its chain has gone over already

  --keys "down,2s,enter" typed on the machine's keyboard once the screen is there; 2s waits 2 seconds
  --screenshot FILE.png tty1 as a person sees it, when the run ends
  --serial-log FILE     everything the rig sends to its serial console, byte for byte
  --yes                 install what is missing, and use sudo, without asking
`;
