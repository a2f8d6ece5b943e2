/** Whatever stands on the stick, it is read to the end: files that people write, damaged in every way. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { decodeText } from '../../../headless/config/decode.ts';
import type { OwnerConfig } from '../../../headless/config/model.ts';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import { emptySlots, REMEMBERED_FILE, readRemembered } from '../../../headless/config/remembered.ts';
import { isKnownWord } from '../../../headless/config/words.ts';
import { messageSchema, settingSchema } from '../../../headless/snapshot.ts';
import { type Random, seeded } from '../../tui/random-snapshot.ts';
import { WALLET } from './addresses.ts';
import { CONF_CASES } from './conf-cases.ts';
import { JSON_CASES } from './json-cases.ts';
import { passwordForms } from './password-forms.ts';
import { PASTED_CASES } from './pasted-cases.ts';
import { PUBLIC_CASES } from './public-cases.ts';
import { REPORTED_CASES } from './reported-cases.ts';

const INPUTS = Number(process.env['RIGFORGE_FUZZ'] ?? 5000);
/** What must not reach a terminal. */
const UNSAFE = /[\x00-\x1f\x7f-\x9f\u202e]/;
const NAMES = ['rigforge.conf', 'config.json', 'rigforge.txt', 'rigforge-cmdline.txt', REMEMBERED_FILE];
/** Long files are long for one reason only, and cost the time of thousands of others. */
const CORPUS = [...CONF_CASES, ...JSON_CASES, ...REPORTED_CASES, ...PUBLIC_CASES, ...PASTED_CASES]
  .map(({ content }) => Buffer.from(content))
  .filter((content) => content.length < 2000);
/** Of those, what is no JSON and opens no bracket. */
const LINES = CORPUS.filter((content) => !/[{[\\^]/.test(content.toString()));
const SECRET = 'Qx7-monkey';
/** What parsers stumble over. */
const SPICES = [
  '"',
  '{',
  '[',
  '}',
  ']',
  ',',
  '\\',
  '\r',
  '\n',
  '=',
  ':',
  '\u202e',
  '\x1b[2J',
  '\0',
  '\ufeff',
  '//',
  '/*',
  '%',
  '9'.repeat(30),
  '\nxmrig -o ',
  ' -u ',
  ' \\\n',
  '$' + '{HOSTNAME}',
  '"pool_list":[',
  '\ndaemon=true\n',
  '\ncoin=wow\n',
  '\nport=1\n',
  ' pass=',
  '- ',
  WALLET,
  WALLET.slice(0, 60),
  '127.0.0.1',
];

const shown = z.object({ messages: z.array(messageSchema).max(20), settings: z.array(settingSchema) });

describe('fuzz', { timeout: 300_000 }, () => {
  it(`reads ${INPUTS} damaged configs`, () => {
    const random = seeded(3333);
    const seen = { pools: 0, messages: 0, settings: 0, secrets: 0 };
    for (let input = 0; input < INPUTS; input += 1) {
      const files = Array.from({ length: 1 + Math.floor(random() * 2) }, () => ({
        name: one(NAMES, random),
        content: damaged(one(CORPUS, random), random),
      }));
      const cmdline =
        random() < 0.2 ? damaged(one(CORPUS, random), random).toString() : 'quiet rigforge.wait=3';
      const config = readOwnerConfig({ cmdline, files });
      const said = [cmdline, ...files.map(({ content }) => decoded(content))].join('\n');
      const wrong = mistakeIn(config, input % 100 === 0) ?? leakIn(config, said);
      if (wrong !== null) {
        expect.fail(
          `${wrong}: ${JSON.stringify({ cmdline, files: files.map((file) => file.content.toString()) })}`,
        );
      }
      seen.pools += config.pools.length;
      seen.messages += config.messages.length;
      seen.secrets += secretsOf(config, said).length;
      seen.settings += config.settings.filter(({ source }) => source === 'stick').length;
    }
    // Damage that leaves nothing to read would prove nothing.
    const { secrets, ...others } = seen;
    for (const count of Object.values(others)) expect(count).toBeGreaterThan(INPUTS / 10);
    expect(secrets).toBeGreaterThan(INPUTS / 100);
  });

  it('repeats no password from the middle of whatever else is in a file', () => {
    const random = seeded(11);
    const forms = passwordForms(SECRET).filter(({ name }) => name !== 'config.json');
    for (let input = 0; input < INPUTS / 2; input += 1) {
      const { name, content } = one(forms, random);
      const [above, below] = [damaged(one(LINES, random), random), damaged(one(LINES, random), random)];
      const file = { name, content: Buffer.from(`${decoded(above)}\n\n${content}\n\n${decoded(below)}`) };
      const { messages, settings, pools } = readOwnerConfig({ cmdline: '', files: [file] });
      const hosts = pools.map(({ host, socks5 }) => [host, socks5]);
      if (JSON.stringify([messages, settings, hosts]).toLowerCase().includes(SECRET.toLowerCase()))
        expect.fail(
          `${JSON.stringify(file.content.toString())} shows it: ${JSON.stringify([messages, hosts])}`,
        );
    }
  });

  // One such line kept the engine busy for ten seconds.
  it.each([
    `${','.repeat(65_000)}x`,
    `a${' '.repeat(65_000)}x`,
    `pool=${',/'.repeat(32_000)}x`,
    `export${' '.repeat(65_000)}!`,
    `{"pool":"${','.repeat(65_000)}x"}`,
    `xmrig -o ${'a'.repeat(65_000)}`,
    `xmrig ${'-'.repeat(65_000)}`,
    `${'xmrig -o a \\\n'.repeat(5000)}`,
    `${'A=1 '.repeat(16_000)}`,
    `user=4${'a'.repeat(65_000)}`,
    `user=${'your_'.repeat(13_000)}`,
    `user=${'%'.repeat(65_000)}\n${'4'.repeat(65_000)}`,
    `${'user=4Aa1\n'.repeat(6500)}`,
    `"pool_list":${'['.repeat(65_000)}`,
    `/*${'*'.repeat(65_000)}`,
    `{${'"a":1,'.repeat(10_000)}}`,
    'a: b\n'.repeat(13_000),
    `user=${WALLET.slice(0, 60)}\n${WALLET.slice(60)}\n`.repeat(640),
    `${WALLET.slice(0, 20)}\n`.repeat(3000),
    `// ${'/* */ '.repeat(10_000)}\n{`,
  ])('is not held up by endless lines (%#)', { timeout: 20_000 }, (text) => {
    for (const name of NAMES)
      readOwnerConfig({ cmdline: text, files: [{ name, content: Buffer.from(text) }] });
  });

  it('reads nothing out of damaged slots', () => {
    const random = seeded(7);
    for (let input = 0; input < 20_000; input += 1) {
      expect(readRemembered(damaged(emptySlots(), random))).toBeNull();
    }
  });
});

/** Passwords that were taken, as far as they stand in one place of what was read and nowhere else. */
function secretsOf({ pools }: OwnerConfig, said: string): string[] {
  // `n:3333` is in `a.lan:3333`, `.local` in the example of a message, and `socks5` in its list of keys, whoever has it as a password.
  const isInPlace = (password: string) =>
    isKnownWord(password) ||
    ['pithead.local:3333', ...pools.map(({ host, port }) => `${host}:${port}`)].some((place) =>
      place.includes(password),
    );
  return pools.flatMap(({ password }) =>
    password !== null && password.length >= 6 && said.split(password).length === 2 && !isInPlace(password)
      ? password
      : [],
  );
}

function leakIn(config: OwnerConfig, said: string): string | null {
  const shownTexts = [
    ...config.messages.map(({ text }) => text),
    ...config.settings.map(({ value }) => value),
  ];
  const leaked = secretsOf(config, said).some((secret) => shownTexts.some((text) => text.includes(secret)));
  return leaked ? 'a secret that was repeated' : null;
}

function decoded(content: Buffer): string {
  const result = decodeText(content);
  return 'text' in result ? result.text : '';
}

function mistakeIn(config: OwnerConfig, thoroughly: boolean): string | null {
  for (const { host, port } of config.pools) {
    if (UNSAFE.test(host) || host === '' || port < 1 || port > 65535) return 'a pool that is none';
  }
  for (const { where, text } of config.messages) if (UNSAFE.test(where + text)) return 'an unsafe message';
  for (const { value, where } of config.settings) if (UNSAFE.test(value + where)) return 'an unsafe setting';
  if (thoroughly && !shown.safeParse(config).success) return 'not what a snapshot may hold';
  return null;
}

/** A few cuts, copies, flips and spices. */
function damaged(bytes: Buffer, random: Random): Buffer {
  let result = Buffer.from(bytes);
  const at = () => Math.floor(random() * (result.length + 1));
  for (let times = Math.floor(random() * 5); times > 0; times -= 1) {
    const [from = 0, to = 0] = [at(), at()].sort((a, b) => a - b);
    switch (Math.floor(random() * 5)) {
      case 0:
        result = Buffer.concat([result.subarray(0, from), result.subarray(to)]);
        break;
      case 1:
        result = Buffer.concat([
          result.subarray(0, to),
          result.subarray(from, Math.min(to, from + 200)),
          result.subarray(to),
        ]);
        break;
      case 2:
        if (from < result.length) result[from] = Math.floor(random() * 256);
        break;
      case 3:
        result = Buffer.concat([
          result.subarray(0, from),
          Buffer.from(one(SPICES, random)),
          result.subarray(from),
        ]);
        break;
      default: {
        const other = one(CORPUS, random);
        result = Buffer.concat([
          result.subarray(0, from),
          other.subarray(Math.floor(random() * other.length)),
        ]);
      }
    }
  }
  return result;
}

function one<T>(list: readonly T[], random: Random): T {
  const [first] = list;
  const chosen = list[Math.floor(random() * list.length)] ?? first;
  if (chosen === undefined) throw new Error('nothing to choose from');
  return chosen;
}
