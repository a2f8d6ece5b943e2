import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { recordedMachine } from '../../headless/rig/machine-source.ts';
import { readRig } from '../../headless/rig/read-rig.ts';
import { machineWith, nic } from '../headless/rig/facts-tree.ts';
import { record } from './record.ts';

it('records a computer so that it reads the same, without its names', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'record-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const original = await machineWith(
    {
      'proc/cpuinfo': 'processor\t: 0\nmodel name\t: Some CPU\nflags\t\t: lm aes\n',
      'proc/meminfo': 'MemTotal:  8000000 kB\nMemAvailable:  7000000 kB\n',
      'proc/cmdline': 'quiet rigforge.pool=secret.example\n',
      'proc/bus/input/devices': 'N: Name="Keys"\nP: Phys=usb-0000\nU: Uniq=aa:bb:cc:dd:ee:ff\n',
      'sys/class/dmi/id/product_uuid': '4c4c4544-0042-3010-8052-b4c04f4e3132\n',
      'sys/class/dmi/id/board_serial': 'SERIAL-123\n',
      ...nic('eth0', { mac: 'a4:bb:6d:00:00:01' }),
    },
    { eth0: ['10.20.30.40/24'] },
  );
  const written = await record(original, join(folder, 'some-cpu'));
  const recorded = await recordedMachine('some-cpu', folder);
  const { label: _, ...facts } = await readRig(recorded);
  const { label: __, ...expected } = await readRig(original);
  expect(facts).toEqual(expected);
  expect(await recorded.addresses()).toEqual({ eth0: ['192.0.2.10/24'] });
  const all = await Promise.all(written.map((path) => readFile(join(recorded.root, path), 'utf8')));
  expect(all.join('\n')).not.toMatch(/secret|4c4c4544|SERIAL|a4:bb|aa:bb|usb-0000/);
});
