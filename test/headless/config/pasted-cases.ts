/** Files as they are when something was pasted, commented, cut or left half filled in, and how each is to be read. */
import { WALLET } from './addresses.ts';
import type { ReportedCase } from './reported-cases.ts';

export type PastedCase = Omit<ReportedCase, 'source'>;

/** A normal XMRig config: an API that listens, a pool that is switched off, and what is null. */
const XMRIG = `{
  "http": { "enabled": true, "host": "192.168.5.5", "port": 8080, "access-token": "hunter2" },
  "pools": [
    { "url": "old.example.org:3333", "user": "${WALLET}", "pass": "hunter2", "enabled": false, "socks5": null },
    { "url": "pool.example.org:443", "user": "${WALLET}", "pass": "x", "rig-id": null, "socks5": null, "tls": true }
  ],
  "user-agent": null
}`;
const UNUSED = 'accepted, but not used by the image:';

const commented = (what: string, above: string, below = ''): PastedCase => ({
  what: `an XMRig config below ${what}`,
  name: 'config.json',
  content: `${above}${XMRIG}${below}`,
  pools: ['pool.example.org:443'],
  first: { user: WALLET, password: 'x', tls: true, socks5: null },
  settings: { label: null },
  says: [
    `info config.json line ${above.split(/\r\n?|\n/).length + 3}: this pool is switched off`,
    `info config.json: ${UNUSED} http, user-agent`,
  ],
});

const COMMENTED_FILES: PastedCase[] = [
  commented('a comment', '// my rig\n'),
  commented('a block comment', '/* my rig:\n   garage = 1 */\n'),
  commented('a shell comment', '# my rig\n\n'),
  commented('an INI comment', '; my rig\r\n'),
  commented('a comment with the line ends of an old Mac', '// my rig\r'),
  commented('a long comment', `/* ${'what is in here, and: why '.repeat(400)} */\n`),
  commented('a fence of Markdown', '```json\n', '\n```\n'),
  {
    ...commented('a comment, all in one line', '// my rig\n'),
    content: `// my rig\n${XMRIG.replaceAll('\n', '')}`,
    says: ['info config.json line 2: this pool is switched off', `info config.json: ${UNUSED} http`],
  },
  {
    what: 'a long comment inside of JSON',
    name: 'config.json',
    content: `{/* ${'a comment with words, and: stuff '.repeat(200)}*/"pools":[{"url":"a.lan:3333"}]}`,
    pools: ['a.lan:3333'],
    says: [],
  },
  {
    what: 'the word of YAML and JSON for nothing',
    content: 'pool: a.lan\nuser: null\nlabel: ~\n"socks5": null,\nwait=null',
    pools: ['a.lan:3333'],
    first: { user: null, socks5: null },
    settings: { label: null, waitSeconds: null },
    says: [],
  },
];

const FILL_IN = 'still has to be filled in';
const ITSELF = 'is this rig itself, and no proxy runs on it';
const POOL = 'pool.example.org:3333';

/** A host that is one, whatever words are in it. */
const realHost = (host: string): PastedCase => ({
  what: `a host with the words of an example in its name: ${host}`,
  content: `pool=${host}\nuser=rig`,
  pools: [`${host}:3333`],
  first: { user: 'rig' },
  says: [],
  ...(/^[^.]+$|\.lan$/.test(host) ? {} : { wallet: 'doubt' }),
});

const noHost = (host: string): PastedCase => ({
  what: `the word for a host: ${host}`,
  content: `pool=${host}:3333\nuser=rig`,
  pools: [],
  says: [`error rigforge.conf line 1: pool: "${host}" ${FILL_IN}`],
});

const realUser = (user: string, pool = POOL): PastedCase => ({
  what: `a user that is one: ${user.replace(WALLET, 'wallet')} at ${pool}`,
  content: `pool=${pool}\nuser=${user}`,
  pools: [pool],
  first: { user },
  says: [],
  ...(user.startsWith(WALLET) || user.includes('@') || pool.endsWith('.lan:3333') ? {} : { wallet: 'doubt' }),
});

const noUser = (user: string): PastedCase => ({
  what: `the word for a wallet: ${user}`,
  content: `pool=${POOL}\nuser=${user}`,
  pools: [POOL],
  first: { user: null, wrongUser: true, unfilled: true },
  says: [`error rigforge.conf line 2: user: "${user}" ${FILL_IN}`],
  wallet: 'missing',
});

const EXAMPLES: PastedCase[] = [
  ...[
    'static.88.198.12.34.clients.your-server.de',
    'stack.your-server.de',
    'insert.coin.lan',
    'enter.lan',
  ].map(realHost),
  ...[
    'IP_ADDRESS',
    'hostname',
    'mi_ip',
    'IP_DE_TU_STACK',
    'xxx.xxx.xxx.xxx',
    'your-stack',
    'YOUR_POOL.com',
  ].map((host) => ({ ...noHost(host), says: [`error rigforge.conf line 1: pool: "${host}" ${FILL_IN}`] })),
  ...['.YOUR_RIG', '.insert', '.rig/me@your-mail.com', '.xxxx', '/enter', '+5000.change-me'].map((behind) =>
    realUser(WALLET + behind),
  ),
  realUser('enter@example.net/rig1'),
  ...['wallet', 'WALLET_ADDRESS', 'TU_WALLET'].map((user) => realUser(user, 'stack.lan:3333')),
  ...['DEINE_WALLET_ADRESSE', 'TU_WALLET', 'TU_DIRECCION_DE_MONERO', 'VOTRE_ADRESSE_MONERO'].map(noUser),
  ...['SUA_CARTEIRA_MONERO', 'TWOJ_PORTFEL', '4xxxxxxxxxxxxxxxxxxxx', 'wallet', 'XMR_ADDRESS.rig'].map(
    noUser,
  ),
  ...['enter', 'insert', 'replace'].map(
    (label): PastedCase => ({
      what: `a rig called ${label}`,
      content: `label=${label}`,
      pools: [],
      settings: { label },
      says: [],
    }),
  ),
  {
    what: 'a name of a rig that was not filled in',
    content: 'label=ENTER_RIG_NAME\nlabel=insert-name-here',
    pools: [],
    settings: { label: null },
    says: [
      `error rigforge.conf line 1: label: "ENTER_RIG_NAME" ${FILL_IN}`,
      `error rigforge.conf line 2: label: "insert-name-here" ${FILL_IN}`,
    ],
  },
  {
    what: 'a wallet above all pools, and a damaged one at one of them',
    content: `user=${WALLET}\npool=${POOL}\nuser=${WALLET.slice(0, 94)}`,
    pools: [POOL],
    first: { user: null, wrongUser: true },
    says: ['error rigforge.conf line 3: user: the wallet address has 94 characters'],
    wallet: 'missing',
  },
];

const OUT_OF_REACH: PastedCase[] = [
  ...['127.0.0.1:9050', 'localhost', 'socks5://[::1]:9050', 'localhost:1080'].map(
    (proxy): PastedCase => ({
      what: `a proxy that would be this rig itself: ${proxy}`,
      content: `pool=a.lan\npass=hunter2\nsocks5=${proxy}`,
      pools: [],
      says: [`error rigforge.conf line 3: ${/::1|127\.0\.0\.1|localhost/.exec(proxy)?.[0]} ${ITSELF}`],
    }),
  ),
  {
    what: 'a proxy for all pools that would be this rig itself, and one pool with another proxy',
    content: 'socks5=127.0.0.1\npool=a.lan\npool=b.lan\npool=c.lan\nsocks5=192.168.1.5',
    pools: ['c.lan:3333'],
    says: [`error rigforge.conf line 1: 127.0.0.1 ${ITSELF}`],
  },
  {
    what: "XMRig's pool behind Tor on the same computer",
    name: 'config.json',
    content: '{"pools":[{"url":"abc.onion:18081","socks5":"127.0.0.1:9050"},{"url":"a.lan:3333"}]}',
    pools: ['a.lan:3333'],
    says: [`error config.json line 1: 127.0.0.1 ${ITSELF}`],
  },
  ...['0.0.0.0:9050', '<tor-ip>:9050', '224.0.0.1'].map(
    (proxy): PastedCase => ({
      what: `a proxy that is none: ${proxy}`,
      content: `pool=a.lan\nsocks5=${proxy}`,
      pools: [],
      says: ['error rigforge.conf line 2: socks5: '],
    }),
  ),
  {
    what: 'a pool behind Tor, and no word of a proxy',
    content: `pool=abc.onion:3333\nuser=${WALLET}\npool=a.lan`,
    pools: ['a.lan:3333'],
    says: ['error rigforge.conf line 1: abc.onion is reached through Tor only: write socks5='],
  },
  {
    what: 'a proxy above for all, for a pool behind Tor',
    content: 'socks5=192.168.1.5:9050\npool=abc.onion',
    pools: ['abc.onion:3333'],
    first: { socks5: { host: '192.168.1.5', port: 9050 } },
    says: [],
    wallet: 'missing',
  },
  {
    what: 'a proxy that is mended further down',
    content: 'pool=a.lan\nsocks5=nine:ten:eleven\nsocks5=192.168.1.5',
    pools: ['a.lan:3333'],
    first: { socks5: { host: '192.168.1.5', port: 1080 } },
    says: ['error rigforge.conf line 2: socks5: '],
  },
];

const READ_AS = 'info rigforge.conf: words of other programs are read as ours';

const WALLETS: PastedCase[] = [
  {
    what: 'a wallet for a pool that pays whole blocks',
    content: `pool=${POOL}\nuser=solo:${WALLET}.rig`,
    pools: [POOL],
    first: { user: `solo:${WALLET}.rig` },
    says: [],
  },
  {
    what: 'the same, cut',
    content: `pool=${POOL}\nuser=solo:${WALLET.slice(0, 94)}.rig`,
    pools: [POOL],
    first: { user: null, wrongUser: true },
    says: ['error rigforge.conf line 2: user: the wallet address has 94 characters'],
    wallet: 'missing',
  },
  ...['\ufe0f', '\u180e', '\u061c', '\u034f', '\u200b', '\u2063'].map(
    (mark): PastedCase => ({
      what: `a wallet with a mark in it that nobody sees: U+${mark.codePointAt(0)?.toString(16)}`,
      content: `pool=${POOL}\nuser=${WALLET.slice(0, 30)}${mark}${WALLET.slice(30)}${mark}`,
      pools: [POOL],
      first: { user: WALLET },
      says: [],
    }),
  ),
  {
    what: 'a wallet with a letter that only looks right',
    content: `pool=${POOL}\nuser=${WALLET.replace('A', '\u0410')}.rig`,
    pools: [POOL],
    first: { user: null, wrongUser: true },
    says: [
      'error rigforge.conf line 2: user: the wallet address has a "\u0410" in it that only looks like one of its letters (U+0410',
    ],
    wallet: 'missing',
  },
  {
    what: 'what a wallet shows as a QR code',
    content: `pool=${POOL}\nuser=monero:${WALLET}?tx_amount=0.1`,
    pools: [POOL],
    first: { user: WALLET },
    says: [],
  },
  ...[`user=\n${WALLET}`, WALLET].map(
    (lines): PastedCase => ({
      what: `a wallet on a line of its own ${lines === WALLET ? 'alone' : 'below its key'}`,
      content: `pool=${POOL}\n${lines}`,
      pools: [POOL],
      first: { user: null },
      says: [
        `error rigforge.conf line ${lines.split('\n').length + 1}: is a wallet address and nothing else`,
      ],
      wallet: 'missing',
    }),
  ),
  {
    what: 'a command of a shell for the name of the rig',
    content: `pool=${POOL}\nuser=${WALLET}.\`hostname\``,
    pools: [POOL],
    first: { user: `${WALLET}.\`hostname\`` },
    says: [],
  },
];

const monero = (name: string): PastedCase => ({
  what: `a name for Monero: ${name}`,
  content: `pool=a.lan\nalgo=${name}`,
  pools: ['a.lan:3333'],
  says: [],
});

const COMMAND = 'is the command line of a miner: its pool and what belongs to it are used';

const SCRIPTS: PastedCase[] = [
  {
    what: 'a batch file with variables',
    content: `@echo off\r\nset POOL=a.lan:443\r\nset WALLET=${WALLET}\r\nset WORKER=%COMPUTERNAME%\r\nset PW=hunter2\r\nxmrig.exe -o %POOL% -u %WALLET%.%WORKER% -p %PW%\r\npause`,
    pools: ['a.lan:443'],
    first: { user: `${WALLET}.%COMPUTERNAME%`, password: 'hunter2' },
    says: [`info rigforge.conf line 6: ${COMMAND}`],
  },
  {
    what: 'a shell script with variables, two of them with a tail',
    content: `#!/bin/sh\nPOOL=a.lan\nWALLET="${WALLET}"\nWORKER=$(hostname)\nlabel=shed\nexec ./xmrig -o $POOL:443 -u "\${WALLET}.$WORKER" -p x --tls`,
    pools: ['a.lan:443'],
    first: { user: `${WALLET}.$(hostname)`, password: 'x', tls: true },
    settings: { label: 'shed' },
    says: [`info rigforge.conf line 6: ${COMMAND}`],
  },
  {
    what: 'a service of Docker Compose',
    content: `services:\n  command: -o a.lan:443 -u ${WALLET} -p hunter2`,
    pools: ['a.lan:443'],
    first: { user: WALLET, password: 'hunter2' },
    says: ['warning rigforge.conf line 1: unknown key "services"', `info rigforge.conf line 2: ${COMMAND}`],
  },
];

const SHAPES: PastedCase[] = [
  ...['Monero (XMR)', 'RandomX (Monero)', 'RandomX/Monero', 'rx/0,rx/2', '["rx/0"]', 'XMR', ''].map(monero),
  {
    what: 'two names, and neither is Monero',
    content: 'pool=a.lan\nalgo=rx/wow,kawpow',
    pools: [],
    says: ['warning rigforge.conf line 2: algo: "rx/wow'],
  },
  ...['{"pool":{"url":"a.lan:3334","user":"rig"}}', '[{"url":"a.lan:3334","user":"rig"}]'].map(
    (content): PastedCase => ({
      what: `one pool in another shape: ${content}`,
      name: 'config.json',
      content,
      pools: ['a.lan:3334'],
      first: { user: 'rig' },
      says: [],
    }),
  ),
  {
    what: 'a stack with host and port apart',
    name: 'config.json',
    content: '{"stack":{"host":"a.lan","port":3334}}',
    pools: ['a.lan:3334'],
    says: ['info config.json: words of other programs are read as ours: host as pool'],
  },
  {
    what: 'several pools under the name of one',
    name: 'config.json',
    content: '{"pool":["a","b.lan:3334"]}',
    pools: ['a:3333', 'b.lan:3334'],
    says: [],
  },
  {
    what: 'a list in one line of YAML',
    content: 'pools: [a.lan:443, "b.lan:443"]',
    pools: ['a.lan:443', 'b.lan:443'],
    says: [READ_AS],
  },
  {
    what: "HiveOS' words for its own XMRig",
    content: `XMRIG_NEW_ALGO=rx/0\nXMRIG_NEW_URL="a.lan:443"\nXMRIG_NEW_TEMPLATE="rig"\nXMRIG_NEW_PASS="hunter2"\nXMRIG_NEW_TLS=1`,
    pools: ['a.lan:443'],
    first: { user: 'rig', password: 'hunter2', tls: true },
    says: [READ_AS],
  },
  {
    what: 'zeros before the numbers of an address',
    content: 'pool=192.168.001.010:3333',
    pools: [],
    says: [
      'error rigforge.conf line 1: pool: "192.168.001.010" has zeros before its numbers; write 192.168.1.10',
    ],
  },
  {
    what: 'an IPv6 address that seems to have a port',
    content: 'pool=fd00::10:3333',
    pools: ['fd00::10:3333:3333'],
    says: [
      'info rigforge.conf line 1: pool: fd00::10:3333 is all address; with a port behind it write [fd00::10]:3333',
    ],
  },
  {
    what: 'signs of life with a unit',
    content: 'pool=a.lan\nkeepalive=60s',
    pools: ['a.lan:3333'],
    first: { keepalive: 60 },
    says: [],
  },
  {
    what: 'a name of a rig with a blank, in an XMRig pool',
    name: 'config.json',
    content: '{"pools":[{"url":"a.lan:3333","rig-id":"Garage Rig"}]}',
    pools: ['a.lan:3333'],
    first: { rigId: 'Garage-Rig' },
    settings: { label: 'garage-rig' },
    says: ['info config.json: words of other programs are read as ours: rig-id as label'],
  },
  {
    what: 'thousands of comments above the pool',
    content: `${'#\n'.repeat(5000)}pool=a.lan`,
    pools: ['a.lan:3333'],
    says: [],
  },
  {
    what: 'more settings than anybody has',
    content: `pool=a.lan\n${'# and again\nwait=5\n'.repeat(1999)}\nlabel=garage\nlabel=shed`,
    pools: ['a.lan:3333'],
    settings: { waitSeconds: 5, label: null },
    says: ['error rigforge.conf line 4001: is not read, nor is what stands below: 2000 lines are'],
  },
];

export const PASTED_CASES: PastedCase[] = [
  ...COMMENTED_FILES,
  ...EXAMPLES,
  ...OUT_OF_REACH,
  ...WALLETS,
  ...SCRIPTS,
  ...SHAPES,
];
