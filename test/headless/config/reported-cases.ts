/** What owners of other miners, pools and stacks have reported or asked about in public, and how each is to be read. */
import type { OwnerConfig } from '../../../headless/config/model.ts';
import { OWN_NAME_FORM } from '../../../headless/config/variables.ts';
import { SUBADDRESS, WALLET } from './addresses.ts';

/** A file as somebody has it, and what a rig makes of it. */
export interface ReportedCase {
  what: string;
  /** Issue threads as `owner/repo#n`, files as `owner/repo: path`. */
  source: string;
  name?: 'rigforge.conf' | 'config.json';
  content: string;
  /** `host:port` of the pools that are left, in their order. */
  pools: string[];
  first?: Partial<OwnerConfig['pools'][number]>;
  settings?: Partial<OwnerConfig>;
  /** Everything that is said, each by its level and its beginning. */
  says: string[];
  /** What is said of the first pool's wallet: nothing, a doubt, or that it is missing. */
  wallet?: 'doubt' | 'missing';
}

const json = (value: unknown) => JSON.stringify(value, null, 1);
const pools = (...list: object[]) => json({ pools: list });
const HOSTNAME = OWN_NAME_FORM;
const NOT_MONERO = 'is not Monero, which is all that this image mines';
const COMMAND = 'is the command line of a miner: its pool and what belongs to it are used';
const FILL_IN = 'still has to be filled in';

/** XMRig's default file (xmrig/xmrig: src/config.json), shortened to one member of each object. */
const XMRIG_DEFAULT = {
  api: { id: null, 'worker-id': null },
  http: { enabled: false, host: '127.0.0.1', port: 0, 'access-token': null, restricted: true },
  ...{ autosave: true, background: false, colors: true, title: true },
  randomx: { init: -1, mode: 'auto', '1gb-pages': false, wrmsr: true, numa: true },
  cpu: { enabled: true, 'huge-pages': true, 'max-threads-hint': 100, 'cn/0': false },
  opencl: { enabled: false },
  cuda: { enabled: false },
  ...{ 'donate-level': 1, 'donate-over-proxy': 1, 'log-file': null },
  pools: [
    {
      ...{ algo: null, coin: null, url: 'donate.v2.xmrig.com:3333', user: 'YOUR_WALLET_ADDRESS', pass: 'x' },
      ...{ 'rig-id': null, nicehash: false, keepalive: false, enabled: true, tls: false, sni: false },
      ...{ 'tls-fingerprint': null, daemon: false, socks5: null, 'self-select': null },
    },
  ],
  ...{ 'print-time': 60, 'health-print-time': 60, dmi: true, retries: 5, 'retry-pause': 5, syslog: false },
  tls: { enabled: false, protocols: null },
  dns: { ipv6: false, ttl: 30 },
  ...{ 'user-agent': null, verbose: 0, watch: true, 'pause-on-battery': false, 'pause-on-active': false },
};

export const REPORTED_CASES: ReportedCase[] = [
  {
    what: 'nanopool: worker and e-mail behind the wallet',
    source: 'fireice-uk/xmr-stak-nvidia#143, xmrig/xmrig#3263',
    content: `pool=stratum+ssl://xmr-eu1.nanopool.org:10343\nuser=${WALLET}.rig1/me@example.com`,
    pools: ['xmr-eu1.nanopool.org:10343'],
    first: { user: `${WALLET}.rig1/me@example.com`, tls: true },
    says: [],
  },
  {
    what: 'Kryptex: wallet/worker',
    source: 'xmrig/xmrig#1211',
    content: `pool=xmr.kryptex.network:7029\nuser=${WALLET}/rig1`,
    pools: ['xmr.kryptex.network:7029'],
    first: { user: `${WALLET}/rig1` },
    says: [],
  },
  {
    what: 'Kryptex: e-mail/worker',
    source: 'RainbowMiner/RainbowMiner#2574, RainbowMiner/RainbowMiner#3131',
    content: 'pool=xmr.kryptex.network:7029\nuser=me@example.com/rig1',
    pools: ['xmr.kryptex.network:7029'],
    first: { user: 'me@example.com/rig1' },
    says: [],
  },
  {
    what: 'unMineable: coin, address, worker, code',
    source: 'xmrig/xmrig#3069',
    content: 'pool=rx.unmineable.com:3333\nuser=DOGE:Dabc.rig1#ab-cd',
    pools: ['rx.unmineable.com:3333'],
    first: { user: 'DOGE:Dabc.rig1#ab-cd' },
    says: [],
  },
  {
    what: 'one config for many rigs, with variables of XMRig',
    source: 'xmrig/xmrig#179, Bendr0id/xmrigCC#300',
    name: 'config.json',
    content: pools({
      url: 'pool.example.com:3333',
      user: `${WALLET}.${HOSTNAME}`,
      pass: HOSTNAME,
      'rig-id': HOSTNAME,
    }),
    pools: ['pool.example.com:3333'],
    first: { user: `${WALLET}.${HOSTNAME}`, password: HOSTNAME },
    settings: { label: null },
    says: ['info config.json: words of other programs are read as ours: rig-id as label'],
  },
  {
    what: 'the name of the rig in an XMRig pool',
    source: 'xmrig/xmrig#3097, xmrig/xmrig#2794',
    name: 'config.json',
    content: pools({ url: '192.168.1.20:3333', 'rig-id': 'garage' }),
    pools: ['192.168.1.20:3333'],
    first: { rigId: 'garage' },
    settings: { label: 'garage' },
    says: ['info config.json: words of other programs are read as ours: rig-id as label'],
  },
  {
    what: "RigForge's file with a user",
    source: 'p2pool-starter-stack/rigforge: config.reference.json',
    name: 'config.json',
    content: pools({ url: 'pithead.local:3333', user: 'garage-ryzen', pass: 'x' }),
    pools: ['pithead.local:3333'],
    first: { user: 'garage-ryzen' },
    says: [],
  },
  {
    what: 'the file that P2POOL_NODE_HOSTNAME comes from, not filled in',
    source: 'p2pool-starter-stack/rigforge: config.json.template',
    name: 'config.json',
    content: json({
      HOME_DIR: 'DYNAMIC_HOME',
      DONATION: 1,
      P2POOL_NODE_HOSTNAME: 'YOUR_STACK_IP_OR_HOSTNAME',
    }),
    pools: [],
    settings: { donatePercent: 1 },
    says: [
      `error config.json line 4: P2POOL_NODE_HOSTNAME: "YOUR_STACK_IP_OR_HOSTNAME" ${FILL_IN}`,
      'info config.json: accepted, but not used by the image: HOME_DIR',
    ],
  },
  {
    what: 'the placeholder of an older README',
    source: 'p2pool-starter-stack (older README)',
    content: 'P2POOL_NODE_HOSTNAME=YOUR_MAIN_STACK_IP_OR_HOSTNAME',
    pools: [],
    says: [`error rigforge.conf line 1: P2POOL_NODE_HOSTNAME: "YOUR_MAIN_STACK_IP_OR_HOSTNAME" ${FILL_IN}`],
  },
  {
    what: 'the same file, filled in, with its old key',
    source: 'p2pool-starter-stack/rigforge: config.json.template',
    name: 'config.json',
    content: json({ WORKER_CONFIG_FILE: './w', DONATION: 1, P2POOL_NODE_HOSTNAME: 'stack.lan' }),
    pools: ['stack.lan:3333'],
    says: ['info config.json: accepted, but not used by the image: WORKER_CONFIG_FILE'],
  },
  {
    what: "RigForge's newest reference file, untouched",
    source: 'p2pool-starter-stack/rigforge: config.reference.json',
    name: 'config.json',
    content: json({
      _docs: 'every key with its default',
      pools: [
        {
          ...{ url: '<YOUR_POOL_HOST>:3333', user: '', pass: 'x', keepalive: true, tls: false },
          ...{ 'tls-fingerprint': null, socks5: null, enabled: true },
        },
      ],
      ...{ ACCESS_TOKEN: '', api_allow_from: '', miner_user: '', api: 'disabled', api_port: 8081 },
      ...{ control: 'disabled', DONATION: 1, autotune: 'disabled', watchdog: 'disabled', max_temp_c: '' },
      ...{ hugepages_reserve_extra_mb: 0, hugepages_pool_ceiling_mb: 0, threads: null },
      HOME_DIR: 'DYNAMIC_HOME',
    }),
    pools: [],
    settings: { hugePageBytes: null, threads: null },
    says: [
      `error config.json line 5: url: "<YOUR_POOL_HOST>" ${FILL_IN}`,
      'info config.json: accepted, but not used by the image: ACCESS_TOKEN, api_allow_from, miner_user, api',
    ],
  },
  {
    what: "RigForge's ceiling for huge pages and a pool's signs of life",
    source: 'p2pool-starter-stack/rigforge: config.reference.json',
    name: 'config.json',
    content: json({
      pools: [{ url: 'stack.lan:3333', keepalive: false }],
      hugepages_pool_ceiling_mb: 5121,
    }),
    pools: ['stack.lan:3333'],
    first: { keepalive: false },
    settings: { hugePageBytes: 5121 * 2 ** 20 },
    says: [],
  },
  {
    what: 'our own hint, copied to the letter',
    source: 'xmrig/xmrig#3442, xmrig/xmrig#3079',
    content: 'pool=pool.example.com\nuser=YOUR_WALLET_ADDRESS',
    pools: ['pool.example.com:3333'],
    first: { user: null, wrongUser: true },
    says: [`error rigforge.conf line 2: user: "YOUR_WALLET_ADDRESS" ${FILL_IN}`],
    wallet: 'missing',
  },
  {
    what: "XMRig's default file",
    source: 'xmrig/xmrig: src/config.json',
    name: 'config.json',
    content: json(XMRIG_DEFAULT),
    pools: ['donate.v2.xmrig.com:3333'],
    first: { user: null, wrongUser: true, keepalive: false },
    settings: { donatePercent: 1, threads: null, network: null },
    says: [
      `error config.json line 44: user: "YOUR_WALLET_ADDRESS" ${FILL_IN}`,
      'info config.json: words of other programs are read as ours: donate-level as DONATION',
      'info config.json: accepted, but not used by the image: api, http, autosave',
    ],
    wallet: 'missing',
  },
  {
    what: 'a whole XMRig config that its owner has filled in',
    source: 'xmrig/xmrig#2460, xmrig/xmrig#1736, dvandal/cryptonote-nodejs-pool#599',
    name: 'config.json',
    content: json({
      ...XMRIG_DEFAULT,
      pools: [
        { algo: 'rx/0', coin: 'monero', url: 'pool.example.com:443', user: WALLET, pass: 'w', tls: true },
      ],
    }),
    pools: ['pool.example.com:443'],
    first: { user: WALLET, password: 'w', tls: true },
    says: [
      'info config.json: words of other programs are read as ours: donate-level as DONATION',
      'info config.json: accepted, but not used by the image: api, http, autosave',
    ],
  },
  {
    what: 'the address of the computer on which P2Pool and XMRig run',
    source: 'SChernykh/p2pool#60, SChernykh/p2pool#91',
    content: 'pool=127.0.0.1:3333',
    pools: [],
    says: [
      'error rigforge.conf line 1: 127.0.0.1 is this rig itself, and no stack runs on it; write the address',
    ],
  },
  ...['localhost', '127.0.0.2:3333', '[::1]:3333', 'localhost.localdomain'].map(
    (place): ReportedCase => ({
      what: `the same as ${place}`,
      source: 'SChernykh/p2pool#64',
      content: `pool=${place}`,
      pools: [],
      says: [`error rigforge.conf line 1: ${place.replace(/\[|\]|:3333/g, '')} is this rig itself`],
    }),
  ),
  ...['0.0.0.0:3333', '[::]:3333', '255.255.255.255', '224.0.0.1', '[fe80::1]:3333', '192.168.1.x'].map(
    (place): ReportedCase => ({
      what: `an address that is nowhere: ${place}`,
      source: 'SChernykh/p2pool#163',
      content: `pool=${place}\npass=hunter2`,
      pools: [],
      says: ['error rigforge.conf line 1: pool: '],
    }),
  ),
  {
    what: 'a slip of the finger for this rig itself',
    source: 'xmrig/xmrig#3298',
    content: 'pool=172.0.0.1:3333',
    pools: ['172.0.0.1:3333'],
    says: [],
    wallet: 'missing',
  },
  {
    what: 'YAML: host and port apart',
    source: 'YAML files of pools (url:, port:)',
    content: 'url: pool.example.com\nport: 8010',
    pools: ['pool.example.com:8010'],
    says: ['info rigforge.conf: words of other programs are read as ours: url as pool'],
    wallet: 'missing',
  },
  {
    what: 'YAML of an Ansible role',
    source: 'jack-the-miner/ansible-xmrig: configuration.yml',
    content: `---\nmining_pool: pool.example.com:3333\nmax_cpu_usage: 75\nwallet: ${WALLET}`,
    pools: ['pool.example.com:3333'],
    first: { user: WALLET },
    says: [
      'info rigforge.conf: words of other programs are read as ours: mining_pool as pool, wallet as user',
      'info rigforge.conf: accepted, but not used by the image: max_cpu_usage',
    ],
  },
  {
    what: 'a key of somebody else with a number',
    source: 'jack-the-miner/ansible-xmrig: configuration.yml',
    content: 'label: garage\ncores: 6\nspeed: 7\nlimit:8',
    pools: [],
    settings: { label: 'garage' },
    says: [
      'warning rigforge.conf line 3: unknown key "speed"',
      'warning rigforge.conf line 4: "limit:8" is not understood',
      'info rigforge.conf: accepted, but not used by the image: cores',
    ],
  },
  {
    what: 'a heading',
    source: 'jack-the-miner/ansible-xmrig: configuration.yml',
    content: 'Settings:\nlabel=garage',
    pools: [],
    settings: { label: 'garage' },
    says: ['warning rigforge.conf line 1: unknown key "Settings"'],
  },
  {
    what: 'a heading without a colon, and a version',
    source: 'jack-the-miner/ansible-xmrig: configuration.yml',
    content: 'Settings\nv1.2\nlabel=garage',
    pools: [],
    says: [
      'warning rigforge.conf line 1: "Settings" is not understood',
      'warning rigforge.conf line 2: "v1.2" is not understood',
    ],
  },
  {
    what: 'a YAML list of pools',
    source: 'YAML files of pools (url:, port:)',
    content: 'pools:\n  - url: 192.168.1.20:3333\n    user: garage\n  - url: 192.168.1.21:3333',
    pools: ['192.168.1.20:3333', '192.168.1.21:3333'],
    first: { user: 'garage' },
    says: ['info rigforge.conf: words of other programs are read as ours: url as pool'],
  },
  {
    what: 'a subaddress',
    source: 'SChernykh/p2pool#240, xmrig/xmrig#717, monero-project/monero#3654',
    content: `pool=pool.example.com\nuser=${SUBADDRESS}`,
    pools: ['pool.example.com:3333'],
    first: { user: SUBADDRESS },
    says: [],
  },
  {
    what: 'a port with TLS and no word about TLS',
    source: 'nicehash/NiceHashMiner#1229, fireice-uk/xmr-stak-nvidia#143',
    content: `pool=pool.example:443\nuser=${WALLET}`,
    pools: ['pool.example:443'],
    first: { tls: false, tlsUnsaid: true },
    says: [],
  },
  {
    what: 'stratum+tcp before the host',
    source: 'xmrig/xmrig#3074',
    content: `stratum+tcp://pool.example.com:3333\nuser=${WALLET}`,
    pools: ['pool.example.com:3333'],
    first: { user: WALLET },
    says: [],
  },
  {
    what: 'solo mining at a node',
    source: 'xmrig/xmrig#3298',
    name: 'config.json',
    content: pools({ url: '192.168.1.20:18081', daemon: true, coin: 'monero', user: WALLET }),
    pools: [],
    says: ['warning config.json line 5: solo mining at a Monero node is not done by this image'],
  },
  {
    what: 'the same by its scheme',
    source: 'xmrig/xmrig#3298',
    content: 'pool=daemon+http://192.168.1.20:18081',
    pools: [],
    says: ['error rigforge.conf line 1: pool: solo mining at a Monero node is not done by this image'],
  },
  {
    what: 'name servers of its own, the address from the router',
    source: 'ronivay/XenOrchestraInstallerUpdater#53, xmrig/xmrig#2631, xmrig/xmrig#3442',
    content: `pool=pool.example.com:3333\nuser=${WALLET}\ndns=9.9.9.9`,
    pools: ['pool.example.com:3333'],
    settings: {
      network: {
        address: null,
        gateway: null,
        dns: ['9.9.9.9'],
        interface: null,
        where: 'rigforge.conf line 3',
      },
    },
    says: [],
  },
  {
    what: 'a stack of its own at a public address',
    source: 'SChernykh/p2pool#246, SChernykh/p2pool#75, SChernykh/p2pool#125',
    content: 'pool=203.0.113.7:3333\nuser=garage',
    pools: ['203.0.113.7:3333'],
    first: { user: 'garage' },
    says: [],
    wallet: 'doubt',
  },
  {
    what: "HiveOS' rig.conf, under our name",
    source: 'minershive/hiveon-kb: guides/start_worker_setup.md',
    content:
      'HIVE_HOST_URL="http://hive.example"\nRIG_ID=7\nRIG_PASSWD="hunter2"\nWORKER_NAME="attic"\nMINER=xmrig',
    pools: [],
    settings: { label: 'attic' },
    says: [
      'info rigforge.conf: words of other programs are read as ours: WORKER_NAME as label',
      'info rigforge.conf: accepted, but not used by the image: HIVE_HOST_URL, RIG_ID, RIG_PASSWD, MINER',
    ],
  },
  {
    what: 'nicehash at a proxy',
    source: 'xmrig/xmrig-proxy#174, xmrig/xmrig-proxy#24, xmrig/xmrig#3089',
    name: 'config.json',
    content: pools({ url: '192.168.1.20:3333', nicehash: true }),
    pools: ['192.168.1.20:3333'],
    says: ['info config.json: accepted, but not used by the image: nicehash'],
  },
  {
    what: 'an XMRig command line',
    source: 'xmrig/xmrig#3298',
    content: 'label=shed\nxmrig -o 192.168.1.20:3333 -u rig1',
    pools: ['192.168.1.20:3333'],
    first: { user: 'rig1' },
    settings: { label: 'shed' },
    says: [`info rigforge.conf line 2: ${COMMAND}`],
  },
  {
    what: 'a wallet that is one character short',
    source: 'dvandal/cryptonote-nodejs-pool#274',
    content: `pool=pool.example.com\nuser=${WALLET.slice(0, 94)}`,
    pools: ['pool.example.com:3333'],
    first: { user: null, wrongUser: true },
    says: ['error rigforge.conf line 2: user: the wallet address has 94 characters, and a whole one has 95'],
    wallet: 'missing',
  },
  {
    what: 'a wallet that an editor broke over two lines',
    source: 'dvandal/cryptonote-nodejs-pool#721',
    content: `pool=pool.example.com\nuser=${WALLET.slice(0, 60)}\n${WALLET.slice(60)}`,
    pools: ['pool.example.com:3333'],
    first: { user: WALLET },
    says: [
      'info rigforge.conf line 3: is the rest of the wallet address in the line above, and was put behind it',
    ],
  },
  {
    what: 'the same, with a character lost at the break',
    source: 'dvandal/cryptonote-nodejs-pool#721',
    content: `pool=pool.example.com\nuser=${WALLET.slice(0, 60)}\n${WALLET.slice(61)}`,
    pools: ['pool.example.com:3333'],
    first: { user: null, wrongUser: true },
    says: [
      'error rigforge.conf line 2: user: the wallet address has 60 characters',
      'error rigforge.conf line 3: looks like the rest of the wallet address in the line above, which is cut',
    ],
    wallet: 'missing',
  },
  {
    what: 'another coin',
    source: 'xmrig/xmrig-proxy#592, xmrig/xmrig-proxy#330',
    name: 'config.json',
    content: pools({ url: 'a.lan:3333', algo: 'rx/wow' }, { url: 'b.lan:3333', coin: 'monero' }),
    pools: ['b.lan:3333'],
    says: [`warning config.json line 5: algo: "rx/wow" ${NOT_MONERO}; the pools it is for are left out`],
  },
];
