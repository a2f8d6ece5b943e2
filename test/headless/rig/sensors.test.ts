import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createSensors } from '../../../headless/rig/sensors.ts';
import { machineWith } from './facts-tree.ts';

const HWMON = 'sys/class/hwmon';

/** The files of one hwmon chip: label and millidegrees of each input. */
function chip(number: number, name: string, inputs: [label: string | null, millidegrees: number][]) {
  const folder = `${HWMON}/hwmon${number}`;
  const files = inputs.flatMap(([label, value], i) => [
    [`${folder}/temp${i + 1}_input`, `${value}\n`],
    ...(label === null ? [] : [[`${folder}/temp${i + 1}_label`, `${label}\n`]]),
  ]);
  return { [`${folder}/name`]: `${name}\n`, ...Object.fromEntries(files) };
}

function zone(number: number, name: string, energy: number, range = 262_143_328_850) {
  const folder = `sys/class/powercap/intel-rapl:${number}`;
  return {
    [`${folder}/name`]: `${name}\n`,
    [`${folder}/energy_uj`]: `${energy}\n`,
    [`${folder}/max_energy_range_uj`]: `${range}\n`,
  };
}

describe('temperature', () => {
  const nvme = chip(0, 'nvme', [['Composite', 99_000]]);
  const acpi = chip(1, 'acpitz', [[null, 98_000]]);

  it.each([
    [
      'an Intel desktop',
      chip(2, 'coretemp', [
        ['Package id 0', 61_400],
        ['Core 0', 64_000],
      ]),
      61,
    ],
    [
      'an Atom without a package sensor',
      chip(2, 'coretemp', [
        ['Core 0', 40_000],
        ['Core 1', 42_000],
      ]),
      42,
    ],
    [
      'two sockets',
      {
        ...chip(2, 'coretemp', [['Package id 0', 50_000]]),
        ...chip(3, 'coretemp', [['Package id 1', 58_000]]),
      },
      58,
    ],
    [
      'a Ryzen',
      chip(2, 'k10temp', [
        ['Tctl', 72_625],
        ['Tccd1', 71_000],
      ]),
      73,
    ],
    [
      'a Ryzen whose Tctl is 20 degrees above',
      chip(2, 'k10temp', [
        ['Tctl', 82_000],
        ['Tdie', 62_000],
      ]),
      62,
    ],
    ['a Phenom', chip(2, 'k10temp', [[null, 45_000]]), 45],
    ['no sensor', {}, null],
    ['a sensor that talks nonsense', chip(2, 'coretemp', [['Package id 0', -273_000]]), null],
  ])('of %s', async (_what, files, celsius) => {
    const read = createSensors(await machineWith({ ...nvme, ...acpi, ...files }));
    expect((await read()).cpuCelsius).toBe(celsius);
  });

  it('takes the package’s thermal zone where there is no driver for the chip', async () => {
    const read = createSensors(
      await machineWith({
        ...acpi,
        'sys/class/thermal/thermal_zone0/type': 'acpitz\n',
        'sys/class/thermal/thermal_zone0/temp': '27800\n',
        'sys/class/thermal/thermal_zone1/type': 'x86_pkg_temp\n',
        'sys/class/thermal/thermal_zone1/temp': '55000\n',
      }),
    );
    expect((await read()).cpuCelsius).toBe(55);
  });

  it('finds a chip whose driver is loaded later', async () => {
    const machine = await machineWith({ ...acpi, [`${HWMON}/hwmon2/name`]: 'coretemp\n' });
    const read = createSensors(machine);
    expect((await read()).cpuCelsius).toBeNull();
    await writeFile(join(machine.root, `${HWMON}/hwmon2/temp1_input`), '50000\n');
    await writeFile(join(machine.root, `${HWMON}/hwmon2/temp1_label`), 'Package id 0\n');
    expect((await read()).cpuCelsius).toBe(50);
  });
});

describe('power', () => {
  const setEnergy = (root: string, number: number, energy: number) =>
    writeFile(join(root, `sys/class/powercap/intel-rapl:${number}/energy_uj`), `${energy}\n`);

  it('is the mean of all packages since the last look, without their parts', async () => {
    const machine = await machineWith({
      ...zone(0, 'package-0', 1_000_000),
      ...zone(1, 'package-1', 5_000_000),
      ...zone(2, 'psys', 0),
      'sys/class/powercap/intel-rapl:0:0/name': 'core\n',
      'sys/class/powercap/intel-rapl-mmio:0/name': 'package-0\n',
    });
    let now = 0;
    const read = createSensors(machine, () => now);
    expect((await read()).powerWatts).toBeNull();
    await setEnergy(machine.root, 0, 1_000_000 + 650_000_000);
    await setEnergy(machine.root, 1, 5_000_000 + 550_000_000);
    await setEnergy(machine.root, 2, 9_000_000_000);
    now = 10_000;
    expect((await read()).powerWatts).toBe(120);
  });

  it('goes on when a counter starts again from zero', async () => {
    const machine = await machineWith(zone(0, 'package-0', 65_000_000_000, 65_532_610_987));
    let now = 0;
    const read = createSensors(machine, () => now);
    await read();
    await setEnergy(machine.root, 0, 67_389_013);
    now = 10_000;
    expect((await read()).powerWatts).toBe(60);
  });

  it('says nothing after a long gap, for a counter that stands still, and where nobody may read it', async () => {
    const machine = await machineWith(zone(0, 'package-0', 1000));
    let now = 0;
    const read = createSensors(machine, () => now);
    await read();
    now = 10_000;
    expect((await read()).powerWatts).toBeNull();
    await setEnergy(machine.root, 0, 900_000_000);
    now = 80_000;
    expect((await read()).powerWatts).toBeNull();
    const closed = createSensors(
      await machineWith({ 'sys/class/powercap/intel-rapl:0/name': 'package-0\n' }),
    );
    await closed();
    expect(await closed()).toEqual({ cpuCelsius: null, powerWatts: null });
  });
});
