/** Which keys the owner may write, in which spellings, and which one a misspelt key was meant to be. Pure. */

/** What each key sets, and its spellings: the first one is ours, the others come from Pithead and RigForge. */
export const SPELLINGS = {
  pool: ['pool', 'P2POOL_NODE_HOSTNAME'],
  user: ['user'],
  pass: ['pass', 'password'],
  tls: ['tls'],
  fingerprint: ['tls-fingerprint'],
  socks5: ['socks5'],
  label: ['label', 'RIG_NAME'],
  wait: ['wait'],
  donation: ['DONATION'],
  threads: ['threads'],
  reserve: ['reserve'],
  names: ['names'],
  discovery: ['discovery'],
  sweep: ['sweep'],
  address: ['address'],
  gateway: ['gateway'],
  dns: ['dns'],
  interface: ['interface'],
  keepalive: ['keepalive'],
  ceiling: ['hugepages-max', 'hugepages_pool_ceiling_mb'],
} as const;

export type Key = keyof typeof SPELLINGS;

/** Keys that belong to a pool and not to the rig. */
export const POOL_KEYS = ['user', 'pass', 'tls', 'fingerprint', 'socks5', 'keepalive'] as const;
export type PoolKey = (typeof POOL_KEYS)[number];
export type RigKey = Exclude<Key, PoolKey | 'pool'>;
export const RIG_KEYS = (Object.keys(SPELLINGS) as Key[]).filter(
  (key): key is RigKey => key !== 'pool' && !(POOL_KEYS as readonly string[]).includes(key),
);

/** Keys of RigForge's config.json that belong to an installed RigForge or are not used by the image. */
const RIGFORGE_ONLY = [
  'ACCESS_TOKEN',
  'HOME_DIR',
  'WORKER_CONFIG_FILE',
  'add_to_path',
  'api',
  'api_allow_from',
  'api_bind',
  'api_port',
  'autotune',
  'control',
  'control_bind',
  'control_port',
  'control_upgrade',
  'hugepages_reserve_extra_mb',
  'max_temp_c',
  'miner_user',
  'watchdog',
  'watchdog_interval_min',
].map(normal);

/** What people write for a key, where it might mean something else as well; certain words are in `foreign-words.ts`. */
const HABITS: Record<string, string> = {
  countdown: 'wait',
  delay: 'wait',
  donate: 'DONATION',
  hostname: 'label',
  ip: 'address',
  'ip-address': 'address',
  name: 'label',
  proxy: 'socks5',
  router: 'gateway',
  stack: 'pool',
  timeout: 'wait',
};

/** Every spelling, and how it is compared: whatever its case and whether it has `-` or `_`. */
const KNOWN = Object.entries(SPELLINGS).flatMap(([key, spellings]) =>
  spellings.map((spelling) => ({ key: key as Key, spelling, plain: normal(spelling) })),
);
const KEY_OF = new Map(KNOWN.map(({ key, plain }) => [plain, key]));

/** The key that a spelling stands for, whatever its case and whether it has `-` or `_`; else null. */
export function keyOf(spelling: string): Key | null {
  return KEY_OF.get(normal(spelling)) ?? null;
}

/** True for keys that an installed RigForge knows and the image has no use for. */
export function isRigForgeOnly(spelling: string): boolean {
  return RIGFORGE_ONLY.includes(normal(spelling));
}

/** True where a text may hold a secret, so that no message repeats it. */
export function soundsSecret(text: string): boolean {
  return /pass|pwd|\bpw\b|kennwort|contrase|senha|parola|token|secret|seed|key/i.test(text);
}

/** What an unknown key was probably meant to be, in the words of a message. */
export function suggestion(spelling: string, more: { extra?: string[]; prefix?: string } = {}): string {
  const { extra = [], prefix = '' } = more;
  const wanted = normal(spelling);
  const habit = HABITS[wanted];
  if (habit !== undefined) return `did you mean ${prefix}${habit}?`;
  const most = Math.max(1, Math.floor(wanted.length / 3));
  const valid = [...KNOWN, ...extra.map((spelling) => ({ spelling, plain: normal(spelling) }))];
  const nearest = valid
    // As many letters have to be put in or taken away: a file of nothing but unknown keys is read in no time.
    .filter(({ plain }) => Math.abs(plain.length - Math.min(wanted.length, MOST_LETTERS)) <= most)
    .map(({ spelling: known, plain }) => ({ known, distance: editDistance(wanted, plain) }))
    .sort((a, b) => a.distance - b.distance)[0];
  if (nearest !== undefined && nearest.distance <= most) return `did you mean ${prefix}${nearest.known}?`;
  return `the keys are ${Object.values(SPELLINGS)
    .map((spellings) => prefix + spellings[0])
    .join(', ')}`;
}

function normal(spelling: string): string {
  return spelling.toLowerCase().replaceAll('_', '-');
}

/** No key is longer. */
const MOST_LETTERS = 40;

/** Insertions, deletions, replacements and swapped neighbours. */
function editDistance(left: string, right: string): number {
  const a = left.slice(0, MOST_LETTERS);
  const b = right.slice(0, MOST_LETTERS);
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const above = rows[i - 1] ?? [];
      const same = a[i - 1] === b[j - 1];
      let best = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (rows[i - 2]?.[j - 2] ?? 0) + 1);
      }
      row.push(best);
    }
    rows.push(row);
  }
  return rows[a.length]?.[b.length] ?? 0;
}
