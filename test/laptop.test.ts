import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { TROUBLES } from './machines/troubles.ts';

const start = (...args: string[]) =>
  execa(process.execPath, [join(import.meta.dirname, 'laptop.ts'), ...args], { reject: false });

it('lists what there is to play, a sentence each, without needing a terminal', async () => {
  const { stdout, exitCode } = await start('--machine');
  expect(exitCode).toBe(0);
  const lines = stdout.split('\n');
  expect(lines[0]).toMatch(/^ {2}xeon-vm-2-threads +As recorded: /);
  for (const { name, sentence } of TROUBLES)
    expect(lines.some((line) => line.startsWith(`  ${name} `) && line.endsWith(` ${sentence}`))).toBe(true);
});

it('names what can be played when something else was asked for', async () => {
  const { stderr, exitCode } = await start('--machine', 'toaster');
  expect(exitCode).toBe(1);
  expect(stderr).toContain('nothing called toaster');
  expect(stderr).toContain('no-cable');
});
