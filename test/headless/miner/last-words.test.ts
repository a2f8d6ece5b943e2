import { expect, it } from 'vitest';
import { lastWords } from '../../../headless/miner/last-words.ts';

const at = (line: string) => `[2026-11-28 01:21:00.634] ${line}`;

/** As XMRig 6.26 logs them. */
const NO_FILE = [
  'unable to open "/run/rigforge/xmrig/config.json".',
  'unable to open "/usr/bin/config.json".',
  'no valid configuration found, try https://xmrig.com/wizard',
].map(at);
const HALF_A_FILE = [
  '{"pools":[{"pass":"hunter2"',
  '                           ^',
  '/run/rigforge/xmrig/config.json<line:1, position:27>: "Missing a comma or } after an object member."',
  'no valid configuration found, try https://xmrig.com/wizard',
].map(at);
const HEADER = [' * ABOUT        XMRig/6.26.0 gcc/12.2.0', ' * POOL #1      10.0.0.2:3333 coin Monero'];

function said(lines: string[]): string | null {
  const words = lastWords();
  for (const line of lines) words.hear(line);
  return words.take();
}

it.each([
  ['a config that it cannot open', NO_FILE, 'unable to open "/run/rigforge/xmrig/config.json"'],
  [
    'half a config, without what stands in it',
    HALF_A_FILE,
    '/run/rigforge/xmrig/config.json<line:1, position:27>: "Missing a comma or } after an object member."',
  ],
  ['another end before the first pool', [...HEADER, "terminate called: 'oops'"], "terminate called: 'oops'"],
  ['an end right after its header', HEADER, null],
  ['an end at a pool', [...HEADER, at(' net      use pool 10.0.0.2:3333  10.0.0.2'), at('oops')], null],
  ["a pool's words", [...HEADER, at(' net      10.0.0.2:3333 error: "unable to open", code: 1')], null],
  ['nothing at all', [], null],
])('repeats %s', (_, lines, expected) => expect(said(lines)).toBe(expected));

it('forgets one process with the next', () => {
  const words = lastWords();
  words.hear(at(' net      use pool 10.0.0.2:3333  10.0.0.2'));
  expect(words.take()).toBeNull();
  for (const line of NO_FILE) words.hear(line);
  expect(words.take()).toContain('unable to open');
  expect(words.take()).toBeNull();
  words.hear(at('oops'));
  for (const line of HEADER) words.hear(line);
  expect(words.take()).toBeNull();
});
