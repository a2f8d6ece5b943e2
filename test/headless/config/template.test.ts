/** The files that the image puts on the stick: as they are they say nothing, and every example in them is right. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import { WALLET } from './addresses.ts';

const FOLDER = join(import.meta.dirname, '../../../image/stick/config');
const shipped = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const read = (contents: Record<string, string>) =>
  readOwnerConfig({
    cmdline: 'quiet',
    files: Object.entries(contents).map(([name, text]) => ({ name, content: Buffer.from(text) })),
  });

it('untouched, they set nothing and nothing is said', () => {
  const names = readdirSync(FOLDER);
  const config = read(Object.fromEntries(names.map((name) => [name, shipped(name)])));
  expect(config).toEqual(read({}));
});

it('with every example of rigforge.conf in force, nothing is wrong', () => {
  const examples = shipped('rigforge.conf').replace(/^# ([a-z-]+=)/gm, '$1');
  const config = read({ 'rigforge.conf': examples });
  expect(config.messages).toEqual([]);
  expect(config).toMatchObject({ label: 'garage-1', waitSeconds: 30, network: { gateway: '192.168.1.1' } });
  expect(config.pools).toHaveLength(2);
});

it('with every example of rigforge-cmdline.txt in force, nothing is wrong', () => {
  const examples = shipped('rigforge-cmdline.txt').replace(/^# {3}add /gm, 'add ');
  expect(read({ 'rigforge-cmdline.txt': examples })).toMatchObject({
    pools: [{ host: '192.168.1.10' }],
    waitSeconds: 10,
    messages: [],
  });
});

it('the complete examples of docs/config.md are right, once a wallet stands in them', () => {
  const docs = readFileSync(join(import.meta.dirname, '../../../docs/config.md'), 'utf8');
  const [, section = ''] = docs.split('## Three complete examples');
  const examples = (section.split('\n## ')[0] ?? '').match(/(?:^ {4}.*\n)+/gm) ?? [];
  expect(examples).toHaveLength(3);
  const configs = examples.map((text) => {
    const asWritten = read({ 'rigforge.conf': text });
    expect(asWritten.messages.some(({ level }) => level === 'error')).toBe(
      text.includes('YOUR_WALLET_ADDRESS'),
    );
    return read({ 'rigforge.conf': text.replaceAll('YOUR_WALLET_ADDRESS', WALLET) });
  });
  for (const { messages } of configs) expect(messages).toEqual([]);
  expect(configs.map(({ pools }) => pools.map(({ host }) => host))).toEqual([
    ['192.168.1.10'],
    ['xmr-eu1.nanopool.org', 'pool.hashvault.pro'],
    ['stack.lan'],
  ]);
});
