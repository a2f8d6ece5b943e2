/** Text files as people write them, and how each is to be read. */
import type { OwnerConfig } from '../../../headless/config/model.ts';

const HEX = 'ab'.repeat(32);

/** What a file should be read as: pools as `host:port`, other settings where given, the start of each message. */
export interface Case {
  what: string;
  name?: string;
  content: string | Uint8Array;
  pools?: string[];
  settings?: Partial<OwnerConfig>;
  first?: Partial<OwnerConfig['pools'][number]>;
  says?: string[];
}

export const CONF_CASES: Case[] = [
  {
    what: 'our own template, untouched',
    content: '# RigForge: where this rig mines.\n#\n# pool=pithead.local\n\n',
    pools: [],
  },
  { what: 'an empty file', content: '', pools: [] },
  { what: 'one bare name', content: 'pithead', pools: ['pithead:3333'] },
  { what: 'one bare address', content: '192.168.1.10\n', pools: ['192.168.1.10:3333'] },
  { what: 'a bare address with a port', content: '192.168.1.10:3334', pools: ['192.168.1.10:3334'] },
  { what: 'an IPv6 address', content: '[fd00::1]:3335', pools: ['fd00::1:3335'] },
  {
    what: "the customer's key",
    content: 'P2POOL_NODE_HOSTNAME=pithead.local\n',
    pools: ['pithead.local:3333'],
  },
  { what: 'our short key', content: 'pool=pithead.local:3334', pools: ['pithead.local:3334'] },
  {
    what: 'Notepad: BOM, CRLF, blanks everywhere',
    content: '\ufeff P2POOL_NODE_HOSTNAME = pithead.local \t\r\n\r\nWAIT = 5  \r\n',
    pools: ['pithead.local:3333'],
    settings: { waitSeconds: 5 },
  },
  {
    what: 'Notepad: saved as "Unicode"',
    content: Buffer.from('\ufeffpool=pithead.local\r\nlabel=shed\r\n', 'utf16le'),
    pools: ['pithead.local:3333'],
    settings: { label: 'shed' },
  },
  {
    what: 'UTF-16 the other way round, without a mark',
    content: Buffer.from('pool=pithead.local\r\n', 'utf16le').swap16(),
    pools: ['pithead.local:3333'],
  },
  {
    what: 'old Mac line ends',
    content: 'pool=a.local\rlabel=b\r',
    pools: ['a.local:3333'],
    settings: { label: 'b' },
  },
  { what: 'shouting', content: 'POOL=PITHEAD.LOCAL:3333', pools: ['pithead.local:3333'] },
  {
    what: 'smart quotes',
    content: 'pool=\u201cpithead.local\u201d\nlabel=\u2018shed\u2019',
    pools: ['pithead.local:3333'],
    settings: { label: 'shed' },
  },
  {
    what: 'smart quotes in Windows-1252',
    content: Buffer.from('pool=\x93pithead.local\x94\r\n', 'latin1'),
    pools: ['pithead.local:3333'],
  },
  {
    what: 'a shell file',
    content: 'export P2POOL_NODE_HOSTNAME="10.0.0.5"; # the stack',
    pools: ['10.0.0.5:3333'],
  },
  {
    what: 'YAML habits',
    content: 'pool: 10.0.0.5:3334\nwait: 10s\n',
    pools: ['10.0.0.5:3334'],
    settings: { waitSeconds: 10 },
  },
  {
    what: 'INI habits',
    content: '[rigforge]\r\n; the stack\r\npool = 10.0.0.5 ; upstairs\r\n',
    pools: ['10.0.0.5:3333'],
  },
  {
    what: 'an address from the browser',
    content: 'http://pithead.local:3333/',
    pools: ['pithead.local:3333'],
  },
  {
    what: "a public pool's page",
    content: 'pool=stratum+ssl://pool.example.com:9000\nuser=48wallet+rig',
    pools: ['pool.example.com:9000'],
    first: { tls: true, user: '48wallet+rig' },
  },
  {
    what: 'a fixed address, with a netmask and German habits',
    content:
      'address = 192.168.1.50 / 255.255.255.0\ngateway=192.168.1.1\ndns=192.168.1.1; 9.9.9.9\ninterface=eno1',
    pools: [],
    settings: {
      network: {
        address: '192.168.1.50/24',
        gateway: '192.168.1.1',
        dns: ['192.168.1.1', '9.9.9.9'],
        interface: 'eno1',
        where: 'rigforge.conf line 1',
      },
    },
    says: [],
  },
  {
    what: 'a fixed address that means the stack, and what belongs to it',
    content: 'address=192.168.1.10:3333\ngateway=192.168.1.1',
    pools: [],
    settings: { network: null },
    says: [
      'rigforge.conf line 1: address: "192.168.1.10:3333" is not an address for this rig, for example 192.168.1.50/24; where to mine is pool=',
      "rigforge.conf line 2: gateway does not count without the rig's own address",
    ],
  },
  {
    what: 'a fixed address without the size of its network',
    content: 'ip=1.2.3.4\naddress=192.168.1.50\naddress=192.168.1.50/33',
    pools: [],
    settings: { network: null },
    says: [
      'rigforge.conf line 1: unknown key "ip"; did you mean address?',
      'rigforge.conf line 2: address: "192.168.1.50" does not say how large the network is; write 192.168.1.50/24 on most',
      'rigforge.conf line 3: address: "/33" is not a network size from 1 to 32',
    ],
  },
  {
    what: 'names to look for, nothing else to do',
    content: 'names = Attic.local, shed; barn.\ndiscovery=YES\nsweep = off\nreserve=512 MB',
    pools: [],
    settings: {
      names: ['attic', 'shed', 'barn'],
      discovery: true,
      sweep: false,
      reserveBytes: 512 * 2 ** 20,
    },
    says: [],
  },
  {
    what: 'too little for the system',
    content: 'reserve=64\nnames=attic.example.com',
    settings: { reserveBytes: null, names: [] },
    says: [
      'rigforge.conf line 1: reserve: "64" is not a number of megabytes from 192 to 1048576',
      'rigforge.conf line 2: names: "attic.example.com" is not a name on your network',
    ],
  },
  {
    what: 'a pool behind Tor',
    content: 'pool=abc.onion:3333\nsocks5=socks5://192.168.1.5:9050',
    pools: ['abc.onion:3333'],
    first: { socks5: { host: '192.168.1.5', port: 9050 } },
    says: [],
  },
  { what: 'a port after a blank', content: 'pool=pithead.local 3334', pools: ['pithead.local:3334'] },
  {
    what: 'a wrong port',
    content: 'label=shed\npool=pithead.local:33333333\nwait=5',
    pools: [],
    settings: { label: 'shed', waitSeconds: 5 },
    says: [
      'rigforge.conf line 2: pool: port "33333333" is not a number from 1 to 65535; stacks listen on 3333',
    ],
  },
  {
    what: 'a port that is a word',
    content: 'pithead.local:stratum',
    pools: [],
    says: ['rigforge.conf line 1: the port is not a number from 1 to 65535'],
  },
  {
    what: 'too large a number in an address',
    content: 'pool=192.168.1.300',
    pools: [],
    says: ['rigforge.conf line 1: pool: "192.168.1.300" is not an IPv4 address'],
  },
  {
    what: 'commas for dots',
    content: 'pool=192,168,1,20',
    pools: [],
    says: ['rigforge.conf line 1: pool: "192,168,1,20" has commas; write 192.168.1.20'],
  },
  {
    what: 'misspelt keys',
    content: 'P2POOL_NODE_HOSTNAM=a\npoool=b\nlable=c\nDONATE=2\nfavourite_colour=blue\npool=d.local',
    pools: ['d.local:3333'],
    says: [
      'rigforge.conf line 1: unknown key "P2POOL_NODE_HOSTNAM"; did you mean P2POOL_NODE_HOSTNAME?',
      'rigforge.conf line 2: unknown key "poool"; did you mean pool?',
      'rigforge.conf line 3: unknown key "lable"; did you mean label?',
      'rigforge.conf line 4: unknown key "DONATE"; did you mean DONATION?',
      'rigforge.conf line 5: unknown key "favourite_colour"; the keys are pool, user, pass, tls, tls-fingerprint, socks5, label, wait, DONATION, threads, reserve, names, discovery, sweep, address, gateway, dns, interface',
    ],
  },
  {
    what: 'a key without a value',
    content: 'pool\nwait=',
    pools: [],
    says: ['rigforge.conf line 1: pool has no value; write pool=...'],
  },
  {
    what: 'a misspelt password',
    content: 'pool=a.local\npasswrd=hunter2',
    pools: ['a.local:3333'],
    says: ['rigforge.conf line 2: unknown key "passwrd"; did you mean password?'],
  },
  {
    what: 'a password in the address',
    content: 'pool=rig:hunter2@a.local:3333',
    pools: [],
    says: ['rigforge.conf line 1: pool: an address holds no user or password'],
  },
  { what: 'a label that stacks would cut', content: 'label=Rig #1 (Küche).cold', settings: { label: 'rig' } },
  {
    what: 'a label in capitals, with a blank',
    content: 'RIG_NAME="Living Room"',
    settings: { label: 'living-room' },
    says: ['rigforge.conf line 1: RIG_NAME: a label has a-z'],
  },
  {
    what: 'wrong numbers',
    content: 'wait=-1\nDONATION=101\nthreads=all\ntls=maybe',
    says: [
      'rigforge.conf line 1: wait: "-1"',
      'rigforge.conf line 2: DONATION: "101" is not a percentage from 0 to 100',
      'rigforge.conf line 3: threads: "all"',
      'rigforge.conf line 4: tls: "maybe" is neither',
    ],
  },
  {
    what: 'a percentage and a unit',
    content: 'DONATION=2%\nthreads=8 threads\nwait=30 seconds',
    settings: { donatePercent: 2, threads: 8, waitSeconds: 30 },
  },
  {
    what: 'two pools with their own passwords',
    content: `tls=yes\npool=a.local\npass=one\npool=b.local\npass=two\ntls-fingerprint=${HEX}`,
    pools: ['a.local:3333', 'b.local:3333'],
    first: { password: 'one', tls: true, fingerprint: null },
  },
  {
    what: 'pools in one line',
    content: 'pool=a.local, b.local:4444',
    pools: ['a.local:3333', 'b.local:4444'],
  },
  {
    what: 'a fingerprint as OpenSSL prints it',
    content: `pool=a.local\ntls-fingerprint=${'AB:'.repeat(31)}AB`,
    first: { tls: true, fingerprint: HEX },
  },
  {
    what: 'half a fingerprint',
    content: 'pool=a.local\ntls-fingerprint=abcd',
    first: { tls: true, fingerprint: null },
    says: ['rigforge.conf line 2: tls-fingerprint: a fingerprint has 64 hex digits'],
  },
  {
    what: 'the same key twice',
    content: 'label=a\nlabel=b',
    settings: { label: 'b' },
    says: ['rigforge.conf line 2: label is set again here and counts; rigforge.conf line 1 does not'],
  },
  {
    what: 'a password for nobody',
    content: 'pass=hunter2',
    pools: [],
    says: ['rigforge.conf line 1: pass does not count without a pool beside it'],
  },
  {
    what: 'a shopping list',
    content: 'milk\n2 kg flour\neggs\n',
    pools: [],
    says: [
      'rigforge.conf line 1: "milk" is not understood',
      'rigforge.conf line 2: "2…" is not understood',
      'rigforge.conf line 3: "eggs" is',
    ],
  },
  {
    what: 'a password somebody just wrote down',
    content: 'my password is hunter2\npool=a.local',
    pools: ['a.local:3333'],
    says: ['rigforge.conf line 1: this line is not understood'],
  },
  {
    what: 'a command line of a miner over several lines',
    content: 'xmrig \\\n  -o pool.lan:3334 \\\n  -u garage \\\n  -p hunter2 --coin monero\nwait=5',
    pools: ['pool.lan:3334'],
    first: { user: 'garage', password: 'hunter2', where: 'rigforge.conf line 1' },
    settings: { waitSeconds: 5 },
    says: ['rigforge.conf line 1: is the command line of a miner'],
  },
  {
    what: 'a password behind others in one line',
    content: 'pool=a.local user=me pass=hunter2',
    pools: ['a.local:3333'],
    first: { user: 'me', password: 'hunter2' },
    says: [],
  },
  {
    what: 'a password in a line that is not understood',
    content: 'stack a.local with pass=hunter2',
    pools: [],
    says: ['rigforge.conf line 1: this line is not understood'],
  },
  {
    what: 'a user that was meant as user and password',
    content: 'pool=a.local\nuser=me hunter2',
    pools: ['a.local:3333'],
    first: { user: null, wrongUser: true },
    says: ['rigforge.conf line 2: user: "me" and what follows is not a user'],
  },
  {
    what: 'a wallet where a stack belongs',
    content: `pool=${'42ey1afDFnn4886T7196doS9GPMzexD9gXpsZJDwVjeRVdFCSoHnv7KPbBeGpzJBzHRCAs9UxqeoyFQMYbqSWYTfJJQAWDm'}`,
    pools: [],
    says: ['rigforge.conf line 1: pool: this is a wallet address: it is the user of a pool'],
  },
  {
    what: 'a password of a pool that is left out: it goes nowhere else',
    content: 'pass=hunter2\npool=127.0.0.1',
    pools: [],
    says: [
      'rigforge.conf line 1: pass does not count without a pool beside it',
      'rigforge.conf line 2: 127.0.0.1 is this rig itself',
    ],
  },
  {
    what: 'signs of life, in seconds',
    content: 'pool=a.local\nkeepalive=30\npool=b.local\nkeepalive=off\npool=c.local\nkeepalive=often',
    pools: ['a.local:3333', 'b.local:3333', 'c.local:3333'],
    first: { keepalive: 30 },
    says: ['rigforge.conf line 6: keepalive: "often" is neither yes nor no, nor a number of seconds'],
  },
  {
    what: "a stack that listens for its own computer only, through that computer's proxy",
    content: 'pool=127.0.0.1:3333\nsocks5=192.168.1.5:1080',
    pools: ['127.0.0.1:3333'],
    says: [],
  },
];
