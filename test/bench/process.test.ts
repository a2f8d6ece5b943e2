import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { cpuSeconds, memoryOf, parseCpuSeconds, parseMemory } from './process.ts';
import { parseUnit, unitCommand } from './unit.ts';

describe('cpuSeconds', () => {
  it('counts user and kernel time behind a name with blanks and brackets', () => {
    const stat = '17 (a) b (c)) S 1 17 17 0 -1 4194560 900 0 0 0 250 31 9 9 20 0 11 0 4711 1 2 3';
    expect(parseCpuSeconds(stat)).toBeCloseTo(2.81, 9);
  });
  it('rises while this process works', async () => {
    const before = await cpuSeconds(process.pid);
    const end = performance.now() + 10_000;
    while ((await cpuSeconds(process.pid)) === before && performance.now() < end) await sleep(1);
    expect(await cpuSeconds(process.pid)).toBeGreaterThan(before);
  });
});

describe('memoryOf', () => {
  it('takes the sums of a whole process', () => {
    const text =
      'Rss:               91824 kB\nPss:               48125 kB\nPss_Dirty:             1 kB\nAnonymous:         41276 kB\nAnonHugePages:      2048 kB\n';
    expect(parseMemory(text)).toEqual({
      rss: 91824 * 1024,
      pss: 48125 * 1024,
      anonymous: 41276 * 1024,
      hugeBytes: 2048 * 1024,
    });
  });
  it('is plausible for this process', async () => {
    const { rss, pss, anonymous } = await memoryOf(process.pid);
    expect(rss).toBeGreaterThanOrEqual(pss);
    expect(pss).toBeGreaterThan(0);
    expect(anonymous).toBeGreaterThan(10e6);
  });
});

describe('unitCommand', () => {
  it('reads flags and environment', () => {
    const unit =
      '[Service]\nExecStart=/usr/lib/rigforge/node --a=1 --b /usr/lib/rigforge/tui.js\nEnvironment=NODE_ENV=production\nEnvironment=X=1\n';
    expect(parseUnit(unit)).toEqual({
      nodeFlags: ['--a=1', '--b'],
      environment: { NODE_ENV: 'production', X: '1' },
    });
  });
  it('refuses a unit that starts something else', () => {
    expect(() => parseUnit('ExecStart=/bin/sh -c node\n')).toThrow('unit');
  });
  it.each(['headless', 'tui'] as const)('understands the image’s own unit of %s', async (program) => {
    const { nodeFlags, environment } = await unitCommand(program);
    expect(nodeFlags.join(' ')).toMatch(/--max-old-space-size=\d+/);
    expect(environment).toHaveProperty('NODE_ENV', 'production');
  });
});
