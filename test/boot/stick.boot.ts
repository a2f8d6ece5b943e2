import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rig } from '../qemu/rig.ts';
import { makeStick } from '../qemu/stick.ts';
import { bootRig, explainFailure, IMAGE, MINING_MS, mined, moreShares, scratch } from './support/boot.ts';
import { sha256 } from './support/disk.ts';
import { entriesOf, firmwareAlone } from './support/firmware.ts';

/** `\\EFI\\` in UTF-16, as it stands in an entry that names a file on a disk. */
const FILE_OF_A_LOADER = Buffer.from('\\EFI\\', 'utf16le').toString('hex');

describe('Secure Boot, the pool on the stick, and an internal disk that is a copy of the image with another pool', () => {
  let rig: Rig;
  let disk: string;
  let before: string;
  let variables: string;
  let entries: Record<string, string>;

  beforeAll(async () => {
    const folder = await scratch();
    const config = join(folder, 'config');
    await mkdir(config);
    await writeFile(join(config, 'rigforge.conf'), '# mine\r\nP2POOL_NODE_HOSTNAME=pithead.local\r\n');
    const other = join(folder, 'other');
    await mkdir(other);
    await writeFile(join(other, 'rigforge.conf'), 'pool=10.77.0.1:4444\n');
    disk = join(folder, 'internal.raw');
    await makeStick(IMAGE, disk, other, 'rigforge.label=wrong-disk');
    before = await sha256(disk);
    variables = join(folder, 'variables.fd');
    await firmwareAlone('secure', [disk], variables, folder);
    rig = await bootRig(
      '--firmware',
      'secure',
      '--config',
      config,
      '--disk',
      disk,
      '--firmware-variables',
      variables,
    );
    // The firmware writes entries for the disks it sees, later on a slow host: what counts is what stands when the kernel runs.
    await rig.shellReady();
    entries = await entriesOf(variables);
  });
  afterAll(() => rig?.stop());
  beforeEach(() => explainFailure(() => rig));

  it('mines on the pool of the stick it was started from', async () => {
    await moreShares(rig, 3, MINING_MS);
    const snapshot = await rig.snapshotWhere(mined, 300_000);
    expect(snapshot.target).toMatchObject({ source: 'stick', host: 'pithead.local', port: 3333 });
    expect(snapshot.rig.label).not.toBe('wrong-disk');
  });

  it('runs with Secure Boot enforced, and says what the lockdown costs', async () => {
    expect(await rig.machine.shell.read('cat /sys/kernel/security/lockdown')).toContain('[integrity]');
    const msr = (await rig.snapshot()).tuning.find(({ knob }) => knob === 'msr');
    expect(msr).toMatchObject({ status: 'refused' });
    expect(msr?.why).toMatch(/Secure Boot|lockdown/i);
  });

  it('leaves the firmware’s boot entries and the internal disk as they were', async () => {
    const after = await entriesOf(variables);
    expect(Object.keys(entries).length).toBeGreaterThan(2);
    expect(after).toEqual(entries);
    // An entry that a boot loader or a system makes for itself names its file; those of the firmware name devices.
    expect(JSON.stringify(after)).not.toContain(FILE_OF_A_LOADER);
    await rig.stop();
    expect(await sha256(disk)).toBe(before);
  });
});
