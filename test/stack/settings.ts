import { z } from 'zod';

/** Whose answers the stack gives; `p2pool5` has the manners of P2Pool 5 as well: it bans. */
const kindSchema = z.enum(['xmrig-proxy', 'p2pool', 'p2pool5']);
export type Kind = z.infer<typeof kindSchema>;

/**
 * What is wrong with the stack, if anything: `mute` accepts connections and never answers; `refuse` closes the port; `close` hangs up on
 * everybody at once, `hangUp` a moment after the login; `reject` answers every login with an error; `http` is no stack at all, but
 * something that speaks HTTP; `noJob` takes every login and has no work. The others have work: `rejectShares` takes no share,
 * `rejectThird` no third one, `ignoreShares` answers none; `zeroTarget` asks for what no hash can be; `sameJob` sends each job twice;
 * `bulky` puts 100 kB that nobody needs into each answer.
 */
const faultSchema = z.enum([
  ...(['none', 'mute', 'refuse', 'close', 'hangUp', 'reject', 'http', 'noJob'] as const),
  ...(['rejectShares', 'rejectThird', 'ignoreShares', 'zeroTarget', 'sameJob', 'bulky'] as const),
]);
export type Fault = z.infer<typeof faultSchema>;

/** Everything that can be changed while the stack runs. */
const settingsSchema = z.object({
  kind: kindSchema.default('xmrig-proxy'),
  /** False: jobs do not name their algorithm, and the miner has to go by the block's version. */
  nameAlgo: z.boolean().default(true),
  /**
   * What jobs call their algorithm, whatever the block's version; null: by that version. Shares for one that is not Monero's are refused
   * unseen.
   */
  algo: z.string().min(1).max(64).nullable().default(null),
  /** Loses the `commitment` of shares, as a proxy does that is older than RandomX v2. */
  dropCommitment: z.boolean().default(false),
  /** Hands out work by the old rules after the fork. */
  stayedBehind: z.enum(['no', 'advancing', 'standing']).default('no'),
  /** How long P2Pool 5 bans. Seconds; its own default (`--stratum-ban-time`). */
  banSeconds: z.number('has to be a number').min(0).max(86_400).default(600),
  /** Expected hashes per share. An emulated PC does some ten hashes a second, a real one thousands. */
  difficulty: z
    .number('has to be a number')
    .min(1)
    .max(2 ** 53)
    .default(10),
  /** Raise a worker's difficulty when its shares come faster than they can be verified. */
  adapt: z.boolean().default(true),
  /** False, with TLS: hangs up without a word on who speaks without it. */
  plain: z.boolean().default(true),
  /** What a login's `pass` has to be; null: anything. */
  password: z.string().nullable().default(null),
  /** False: the chain is still syncing. The proxy then stays silent, P2Pool says that it is disconnected. */
  ready: z.boolean().default(true),
  fault: faultSchema.default('none'),
  /** The error text of fault `reject`. */
  rejectMessage: z.string().default('Permission denied'),
  /** Whether a login that was answered with an error is also hung up on. */
  closeAfterError: z.boolean().default(false),
  /** Every answer comes this much later. Milliseconds. */
  delay: z.number('has to be a number').min(0).max(600_000).default(0),
});
export type Settings = z.infer<typeof settingsSchema>;

/** Whether a stack speaks as P2Pool does, of whatever version. */
export function isP2Pool(kind: Kind): boolean {
  return kind !== 'xmrig-proxy';
}

const addressSchema = z.union([z.ipv4(), z.ipv6()]);

/** How a stack starts; the rest of the settings may change later. */
export const stackOptionsSchema = settingsSchema.extend({
  /** Address to listen on, IPv4 or IPv6; null: the interface's own. */
  address: addressSchema.nullable().default(null),
  /** Interface that is used for mDNS, by name. */
  interface: z.string().default('lo'),
  /** TCP port; 0 takes any free one. */
  port: wholeNumber(0, 65535).default(3333),
  /** TLS on the same port, told apart by the first byte. */
  tls: z.boolean().default(false),
  /** Answer mDNS for `name`.local; null: no mDNS at all. */
  name: z
    .string()
    .regex(/^[A-Za-z0-9-]{1,63}$/, 'only letters, digits and hyphens')
    .nullable()
    .default(null),
  /** Advertise the stack by DNS-SD under this instance name; null: do not. */
  dnsSd: z.string().min(1).max(63).nullable().default(null),
  /** Block height of the first job. */
  height: wholeNumber(1, 1e9).default(3_810_000),
  /** The fork to RandomX v2 is behind us: the first job is of block version 17. */
  forked: z.boolean().default(false),
  /** The chain forks once so many shares are verified; null: only when told to. */
  forkAfter: wholeNumber(1, 1e9).nullable().default(null),
  /** Seconds from one block to the next; 0: only when asked. Monero's own target is 120. */
  blockSeconds: z.number('has to be a number').min(0).max(86_400).default(60),
});
export type StackOptions = z.infer<typeof stackOptionsSchema>;
export type StackInput = z.input<typeof stackOptionsSchema>;

/** What another process may write to the stack's stdin, one JSON object a line. */
export const commandSchema = z.discriminatedUnion('command', [
  z.object({ command: z.literal('set'), settings: settingsPatchSchema() }),
  /** Hang up on everybody. */
  z.object({ command: z.literal('drop') }),
  /** Send everybody a `client.reconnect` to another place. */
  z.object({ command: z.literal('reconnect'), host: z.string(), port: z.number().int() }),
  /** Leave this address for another; mDNS follows. */
  z.object({
    command: z.literal('move'),
    address: addressSchema,
    port: wholeNumber(1, 65535).optional(),
  }),
  /** A new block, or many: everybody gets a new job. */
  z.object({ command: z.literal('block'), blocks: wholeNumber(1, 10_000).optional() }),
  /** The chain forks: the next block, found now, is of version 17. */
  z.object({ command: z.literal('fork') }),
  z.object({ command: z.literal('status') }),
  z.object({ command: z.literal('stop') }),
]);
export type Command = z.infer<typeof commandSchema>;

/** Settings as a patch: only what is named changes, so no field may bring its default along. */
function settingsPatchSchema() {
  const { shape } = settingsSchema;
  return z.strictObject({
    kind: shape.kind.unwrap().optional(),
    nameAlgo: shape.nameAlgo.unwrap().optional(),
    algo: shape.algo.unwrap().optional(),
    dropCommitment: shape.dropCommitment.unwrap().optional(),
    stayedBehind: shape.stayedBehind.unwrap().optional(),
    banSeconds: shape.banSeconds.unwrap().optional(),
    difficulty: shape.difficulty.unwrap().optional(),
    adapt: shape.adapt.unwrap().optional(),
    password: shape.password.unwrap().optional(),
    ready: shape.ready.unwrap().optional(),
    fault: shape.fault.unwrap().optional(),
    rejectMessage: shape.rejectMessage.unwrap().optional(),
    closeAfterError: shape.closeAfterError.unwrap().optional(),
    delay: shape.delay.unwrap().optional(),
  });
}

function wholeNumber(least: number, most: number) {
  return z.int('has to be a whole number').min(least).max(most);
}
