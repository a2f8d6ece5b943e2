/** Words of other miners, stacks and scripts: those whose meaning is certain are read as ours, the others are known by name. Pure. */
import type { Key } from './keys.ts';

/** Read as our key. Spelt as `normal` leaves them: small letters, `-` for `_`. */
const SAME: Record<string, Key> = {
  url: 'pool',
  server: 'pool',
  host: 'pool',
  pools: 'pool',
  'pool-url': 'pool',
  'pool-address': 'pool',
  'pool-host': 'pool',
  'mining-pool': 'pool',
  stratum: 'pool',
  'stratum-url': 'pool',
  'custom-url': 'pool',
  'xmrig-new-url': 'pool',
  wallet: 'user',
  'wallet-address': 'user',
  'pool-wallet': 'user',
  'pool-user': 'user',
  'user-address': 'user',
  'monero-address': 'user',
  'monero-wallet': 'user',
  'xmr-address': 'user',
  'xmr-wallet': 'user',
  username: 'user',
  login: 'user',
  'custom-template': 'user',
  'xmrig-new-template': 'user',
  passwd: 'pass',
  'pool-pass': 'pass',
  'pool-password': 'pass',
  'custom-pass': 'pass',
  'xmrig-new-pass': 'pass',
  ssl: 'tls',
  'xmrig-new-tls': 'tls',
  'use-tls': 'tls',
  'use-ssl': 'tls',
  'enable-tls': 'tls',
  'pool-tls': 'tls',
  'rig-id': 'label',
  worker: 'label',
  'worker-name': 'label',
  'worker-id': 'label',
  workername: 'label',
  rigname: 'label',
  'donate-level': 'donation',
  'donation-level': 'donation',
  nameserver: 'dns',
  nameservers: 'dns',
  'dns-server': 'dns',
  'dns-servers': 'dns',
  'default-gateway': 'gateway',
  nic: 'interface',
  'max-threads': 'threads',
  'cpu-threads': 'threads',
};

/** Known by name and of no use here: XMRig's, xmr-stak's and other miners' settings, and those of HiveOS' rig.conf. */
const UNUSED = new Set(
  [
    'api http https autosave background colors title randomx cpu cpu-extra opencl cuda log-file donate-over-proxy retries retry-pause',
    'print-time health-print-time dmi syslog user-agent verbose watch pause-on-battery pause-on-active rebench-algo bench-algo-time',
    'algo-min-time algo-perf benchmark autotune-save access-log-file custom-diff workers max-cpu-usage max-threads-hint cpu-affinity',
    'cpu-priority huge-pages huge-pages-jit hw-aes memory-pool asm av safe variant nicehash use-nicehash keep-alive sni self-select',
    'submit-to-origin daemon-poll-interval daemon-job-timeout daemon-zmq-port spend-secret-key intensity cores cpus affinity priority',
    'pool-weight pool-list currency call-timeout retry-time giveup-limit verbose-level print-motd h-print-time output-file httpd-port',
    'http-login http-pass prefer-ipv4 aes-override use-slow-memory tls-secure-algo no-color no-cpu daemon-mode',
    'hive-host-url api-host-urls rig-passwd farm-id farm-hash miner miner2 timezone wd-enabled wd-miner wd-reboot wd-minhashes wd-type',
    'wd-check-gpu wd-max-la wd-share-time x-disabled repo-url push-interval maintenance miner-delay doh-enabled gpu-count-amd',
    'gpu-count-nvidia rig-secret custom-algo custom-miner custom-install-url custom-user-config custom-tls',
  ].flatMap((line) => line.split(' ')),
);

/** Another coin's pool is no pool for this rig. */
const COIN_WORDS = new Set(['algo', 'algorithm', 'coin', 'custom-algo', 'pool-algo', 'xmrig-new-algo']);
/** Monero's own names, and those of what it hashed with before 2019, which old files still say. */
const MONERO =
  /^(?:null|none|auto|monero|xmr|rx|rx\/?[02]|random-?x(?:\/[02])?|rx\/(?:monero|xmr)|randomx-?(?:monero|xmr)|(?:cryptonight|cn)(?:[/_-]?(?:[0-2]|r|v[78]|monerov[78]))?|monero[78v]*)$/i;
/** Two of them for one thing: `Monero (XMR)`, `RandomX/Monero`. */
const WITH_COIN = /^(.+?)\s*[(/ -]\s*(monero|xmr|random-?x)\)?$/i;

/** What a word of another program means here. */
export type ForeignWord = { is: 'ours'; key: Key } | { is: 'port' | 'coin' | 'daemon' | 'unused' };

/** Null for a word that no program in the list has. */
export function foreignWord(spelling: string): ForeignWord | null {
  const word = spelling.toLowerCase().replace(/^-+/, '').replaceAll('_', '-');
  const key = Object.hasOwn(SAME, word) ? SAME[word] : undefined;
  if (key !== undefined) return { is: 'ours', key };
  if (word === 'port' || word === 'pool-port') return { is: 'port' };
  if (COIN_WORDS.has(word)) return { is: 'coin' };
  if (word === 'daemon') return { is: 'daemon' };
  return UNUSED.has(word) ? { is: 'unused' } : null;
}

/** True for the names that Monero's own algorithm goes by; also where nothing is said. */
export function isMonero(algorithmOrCoin: string): boolean {
  // Pools list what they take, in JSON and without it.
  const names = algorithmOrCoin.split(/[,;[\]"']+/).map((name) => name.trim());
  const said = names.filter((name) => name !== '');
  return said.length === 0 || said.some(isOneOfMoneros);
}

function isOneOfMoneros(name: string): boolean {
  const first = WITH_COIN.exec(name)?.[1];
  return MONERO.test(name) || (first !== undefined && MONERO.test(first));
}
