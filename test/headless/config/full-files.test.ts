/** Files as full as a file may be: read in a moment, and no password in them is repeated. */
import { expect, it } from 'vitest';
import { MAX_FILE_BYTES } from '../../../headless/config/decode.ts';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';

const SECRET = 'hunter2secret';
/** As many as are read of a stick, all of a name that counts. */
const NAMES = Array.from({ length: 20 }, (_, index) =>
  index === 0 ? 'rigforge.conf' : `config.json${index % 2 === 0 ? '.json' : '.txt'}`,
);

/** A file of such lines, to the last byte that is read. */
function full(line: (number: number) => string): Buffer {
  let text = '';
  for (let number = 0; ; number += 1) {
    const next = `${line(number)}\n`;
    if (text.length + next.length > MAX_FILE_BYTES) return Buffer.from(text);
    text += next;
  }
}

it.each<[number, string, (number: number) => string]>([
  [20, 'unknown keys', (number) => `kxy${number}=${SECRET}`],
  [
    4,
    'misspelt passwords, with and without a key',
    (number) => `passs=${SECRET}\npass ${SECRET}\n${SECRET}${number}`,
  ],
  [4, 'pools with passwords', (number) => `pool=10.0.0.${number % 250}\npass=${SECRET}`],
])('%i full files of %s are read in a moment, and repeat no password', (count, _, line) => {
  const files = NAMES.slice(0, count).map((name) => ({ name, content: full(line) }));
  const before = process.cpuUsage();
  const { messages, settings } = readOwnerConfig({ cmdline: '', files });
  // A second. Where each unknown key was held against all that there are, it took four.
  expect(process.cpuUsage(before).user / 1e6).toBeLessThan(2.5);
  expect(messages.length).toBeLessThanOrEqual(20);
  expect(JSON.stringify([messages, settings])).not.toContain(SECRET);
});
