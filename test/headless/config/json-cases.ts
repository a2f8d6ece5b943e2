/** JSON files as people write them, and files that are no config at all, and how each is to be read. */
import type { Case } from './conf-cases.ts';

const REFERENCE = `{
  "_comment": "my rigs",
  "pools": [
    { "url": "pithead.local:3333", "user": "rig1", "pass": "x", "keepalive": true, "tls": false,
      "tls-fingerprint": null, "socks5": null, "enabled": true },
    { "url": "192.168.1.20:3333" }
  ],
  "RIG_NAME": "Garage-1",
  "ACCESS_TOKEN": "",
  "DONATION": 0,
  "watchdog": "enabled",
  "max_temp_c": 85,
  "threads": null,
  "autotune": "performance",
  "HOME_DIR": "DYNAMIC_HOME"
}
`;

export const JSON_CASES: Case[] = [
  {
    what: "RigForge's reference file",
    name: 'config.json',
    content: REFERENCE,
    pools: ['pithead.local:3333', '192.168.1.20:3333'],
    first: { user: 'rig1', password: 'x', tls: false, where: 'config.json line 4' },
    settings: { label: 'garage-1', donatePercent: 0, threads: null },
    says: [
      'config.json: accepted, but not used by the image: ACCESS_TOKEN, watchdog, max_temp_c, autotune, HOME_DIR',
    ],
  },
  {
    what: "RigForge's smallest file",
    name: 'config.json',
    content: '{"pools":[{"url":"10.0.0.5:3333"}]}',
    pools: ['10.0.0.5:3333'],
  },
  {
    what: 'JSON with comments, a comma too many and one too few',
    name: 'CONFIG.JSON',
    content:
      '{\n  // my stack\n  "pools": [ { "url": "a.local:3333", "pass": "s3cret", }, ]\n  "DONATION": 1, /* thanks */\n}',
    pools: ['a.local:3333'],
    first: { password: 's3cret' },
    settings: { donatePercent: 1 },
  },
  {
    what: 'JSON with smart and single quotes',
    name: 'config.json.txt',
    content: "{ \u201cpools\u201d: [ { 'url': 'a.local:3333' } ] }",
    pools: ['a.local:3333'],
  },
  {
    what: 'JSON that was cut off',
    name: 'config.json',
    content: '{\n "pools": [\n  { "url": "a.local:3333",\n "user": "rig',
    pools: ['a.local:3333'],
    first: { user: 'rig' },
    says: [
      'config.json line 4: has no closing quote; the rest of the file was still read',
      'config.json line 4: ends before the closing }',
    ],
  },
  {
    what: 'computers that are called as a key is',
    name: 'config.json',
    content: '{"pools":["pool","miner.local","attic"],"names":["server","nas"]}',
    pools: ['pool:3333', 'miner.local:3333', 'attic:3333'],
    says: [],
  },
  {
    what: 'a pool that has lost its braces',
    name: 'config.json',
    content: '{"pools":["url":"a.lan:3333","user":"rig","pass":"hunter2","url":"b.lan:3333"]}',
    pools: ['a.lan:3333', 'b.lan:3333'],
    first: { user: 'rig', password: 'hunter2' },
    says: [
      'config.json line 1: has a key without { } around it',
      'config.json line 1: has a key without { } around it',
      'config.json line 1: has a key without { } around it',
      'config.json line 1: has a key without { } around it',
    ],
  },
  {
    what: 'a wrong pool between right ones',
    name: 'config.json',
    content:
      '{"pools":[\n{"url":"a.local:3333"},\n{"url":"b.local:0","pass":"hunter2"},\n{"url":"c.local:3333"}, 17, "d.local", {"user":"x"}]}',
    pools: ['a.local:3333', 'c.local:3333', 'd.local:3333'],
    says: [
      'config.json line 3: url: port "0" is not',
      'config.json line 4: what follows the comma',
      'config.json line 4: this pool has no url',
    ],
  },
  {
    what: 'pools that are switched off or behind a proxy',
    name: 'config.json',
    content:
      '{"pools":[{"url":"a.local:1","enabled":false},{"url":"b.onion:2","socks5":"192.168.1.5:9050"}]}',
    pools: ['b.onion:2'],
    first: { socks5: { host: '192.168.1.5', port: 9050 } },
    says: ['config.json line 1: this pool is switched off'],
  },
  {
    what: 'a proxy that cannot be read: going there without it would tell the pool who asks',
    name: 'config.json',
    content: '{"pools":[{"url":"b.onion:2","socks5":"127.0.0.1:nine"},{"url":"a.local:1"}]}',
    pools: ['a.local:1'],
    says: [
      'config.json line 1: socks5: the port is not a number from 1 to 65535; write host:port of the proxy; the pools it is for are left out',
    ],
  },
  {
    what: "XMRig's own config.json",
    name: 'config.json',
    content:
      '{"autosave":true,"cpu":{"huge-pages":true},"donate-level":1,"pools":[{"algo":"rx/0","url":"a.local:3333","user":"48w","rig-id":"r"}]}',
    pools: ['a.local:3333'],
    first: { user: '48w', rigId: 'r' },
    settings: { donatePercent: 1, label: 'r' },
    says: [
      'config.json: words of other programs are read as ours: donate-level as DONATION, rig-id as label',
      'config.json: accepted, but not used by the image: autosave, cpu',
    ],
  },
  {
    what: 'JSON in a text file',
    name: 'rigforge.txt',
    content: '{"pool": "a.local"}',
    pools: ['a.local:3333'],
  },
  {
    what: 'key and value in config.json',
    name: 'config.json',
    content: 'pool=a.local',
    pools: ['a.local:3333'],
  },
  {
    what: 'a JSON list',
    name: 'config.json',
    content: '["a.local"]',
    pools: [],
    says: ['config.json: is not a JSON object'],
  },
  {
    what: 'brackets without end',
    name: 'config.json',
    content: '{"a":'.repeat(5000),
    pools: [],
    says: [
      'config.json line 1: is nested too deeply',
      'config.json line 1: ends before',
      'config.json line 1: unknown key;',
    ],
  },
  {
    what: 'TextEdit: rich text',
    content: '{\\rtf1\\ansi pool=a.local}',
    pools: [],
    says: ['rigforge.conf: is a formatted document'],
  },
  {
    what: 'a web page',
    content: '<!DOCTYPE html><p>pool=a.local',
    pools: [],
    says: ['rigforge.conf: is a web page'],
  },
  {
    what: 'zeros after a power cut',
    content: Buffer.alloc(4096),
    pools: [],
    says: ['rigforge.conf: holds nothing but zero bytes'],
  },
  { what: 'text, then zeros', content: `pool=a.local\n${'\0'.repeat(500)}`, pools: ['a.local:3333'] },
  {
    what: 'a picture',
    content: Buffer.from([
      0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5,
    ]),
    pools: [],
    says: ['rigforge.conf: is not a text file'],
  },
  {
    what: '10 MB of zeros',
    content: Buffer.alloc(10_000_000),
    pools: [],
    says: ['rigforge.conf: is larger than 64 KiB'],
  },
];
