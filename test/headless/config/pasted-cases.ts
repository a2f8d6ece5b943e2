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

export const PASTED_CASES: PastedCase[] = [...COMMENTED_FILES];
