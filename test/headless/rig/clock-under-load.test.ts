import { describe, expect, it } from 'vitest';
import { readClock } from '../../../headless/rig/clock-under-load.ts';
import { readRig } from '../../../headless/rig/read-rig.ts';
import { machineWith } from './facts-tree.ts';
import { processor } from './smbios-table.ts';

const CPU = 'sys/devices/system/cpu';

function policy(number: number, now: string, most = '4900000\n'): Record<string, string> {
  return {
    [`${CPU}/cpufreq/policy${number}/scaling_cur_freq`]: now,
    [`${CPU}/cpufreq/policy${number}/cpuinfo_max_freq`]: most,
  };
}

describe('readClock', () => {
  it('takes the middle one, each measured by its own maximum', async () => {
    const machine = await machineWith({
      ...policy(0, '4800000\n'),
      ...policy(1, '2400000\n'),
      ...policy(10, '3600000\n', '3900000\n'),
    });
    expect(await readClock(machine)).toEqual({ megahertz: 3600, mostMegahertz: 3900 });
  });

  it('is null where the kernel does not control the clock or does not know it', async () => {
    expect(await readClock(await machineWith({}))).toBeNull();
    expect(await readClock(await machineWith(policy(0, '<unknown>\n')))).toBeNull();
  });
});

describe('SMT', () => {
  const cpuinfo = '\nprocessor\t: 0\nflags\t\t: lm aes\n\nprocessor\t: 1\nflags\t\t: lm aes\n';

  it('is off where the kernel says so', async () => {
    for (const control of ['off', 'forceoff']) {
      const machine = await machineWith({ 'proc/cpuinfo': cpuinfo, [`${CPU}/smt/control`]: `${control}\n` });
      expect((await readRig(machine)).cpu.smtOff).toBe(true);
    }
    const on = await machineWith({ 'proc/cpuinfo': cpuinfo, [`${CPU}/smt/control`]: 'on\n' });
    expect((await readRig(on)).cpu.smtOff).toBe(false);
  });

  it('is off in the firmware where only the tables know of more threads', async () => {
    const files = { 'proc/cpuinfo': cpuinfo, [`${CPU}/smt/control`]: 'notsupported\n' };
    const table = 'sys/firmware/dmi/tables/DMI';
    const off = await machineWith({ ...files, [table]: processor({ threads: 4 }) });
    expect((await readRig(off)).cpu.smtOff).toBe(true);
    const none = await machineWith({ ...files, [table]: processor({ threads: 2 }) });
    expect((await readRig(none)).cpu.smtOff).toBe(false);
  });
});
