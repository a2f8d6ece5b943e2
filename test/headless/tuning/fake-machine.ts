/** A folder with `/proc`, `/sys` and `/dev/cpu` in which writes land as a kernel's would, for tests of what is applied. */
import { mkdir, mkdtemp, open, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { liveMachine, type MachineSource } from '../../../headless/rig/machine-source.ts';

export interface FakeMachine extends MachineSource {
  /** Every write, as `path=value`. */
  writes: string[];
  put(path: string, content: string): Promise<void>;
  get(path: string): Promise<string>;
}

/** `most` limits what the kernel gives, by page size; the rest of the tree is put there by the test. */
export async function fakeMachine({
  nodes = 1,
  cpus = 2,
  most = {},
}: {
  nodes?: number;
  cpus?: number;
  most?: { '1048576kB'?: number; '2048kB'?: number };
} = {}): Promise<FakeMachine> {
  const root = await mkdtemp(join(tmpdir(), 'rig-'));
  onTestFinished(() => rm(root, { recursive: true }));
  const live = liveMachine(root);
  const writes: string[] = [];
  const put = async (path: string, content: string) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  const machine: FakeMachine = {
    ...live,
    writes,
    put,
    get: async (path) => (await readFile(join(root, path), 'utf8')).trim(),
    inventory: async () => ({ cores: cpus, l2Bytes: null, l3Bytes: null }),
    write: async (path, value) => {
      writes.push(`${path}=${value}`);
      const size = /hugepages-(1048576kB|2048kB)\/nr_hugepages$/.exec(path)?.[1] as
        | keyof typeof most
        | undefined;
      const given = size ? String(Math.min(Number(value), most[size] ?? Number.POSITIVE_INFINITY)) : value;
      await live.write(path, given);
      if (size) await live.write(path.replace('nr_', 'free_'), given);
    },
  };
  await put('sys/devices/system/cpu/online', cpus > 1 ? `0-${cpus - 1}\n` : '0\n');
  await put('proc/cpuinfo', 'processor\t: 0\nflags\t\t: lm aes hypervisor\n');
  for (const size of ['1048576kB', '2048kB']) {
    await put(`sys/kernel/mm/hugepages/hugepages-${size}/nr_hugepages`, '0\n');
    for (let node = 0; node < nodes; node++)
      for (const name of ['nr_hugepages', 'free_hugepages'])
        await put(`sys/devices/system/node/node${node}/hugepages/hugepages-${size}/${name}`, '0\n');
  }
  return machine;
}

/** Bytes from one register to the next in the files below; see `MsrOptions`. */
export const STRIDE = 8;

/** A CPU whose registers keep what is written: a sparse file. */
export async function putRegisters(
  machine: MachineSource,
  cpu: number,
  values: Record<number, bigint>,
): Promise<void> {
  const path = join(machine.root, `dev/cpu/${cpu}/msr`);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, '');
  const file = await open(path, 'r+');
  for (const [register, value] of Object.entries(values)) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigUInt64LE(value);
    await file.write(bytes, 0, 8, Number(register) * STRIDE);
  }
  await file.close();
}

/** A CPU whose registers are a device: `/dev/zero` takes writes and reads zeros, as emulators do; `/dev/full` refuses writes. */
export async function putDevice(machine: MachineSource, cpu: number, device: string): Promise<void> {
  const path = join(machine.root, `dev/cpu/${cpu}/msr`);
  await mkdir(dirname(path), { recursive: true });
  await symlink(device, path);
}

/** The value of one register of a CPU made by `putRegisters`. */
export async function getRegister(machine: MachineSource, cpu: number, register: number): Promise<bigint> {
  const file = await open(join(machine.root, `dev/cpu/${cpu}/msr`), 'r');
  const bytes = Buffer.alloc(8);
  await file.read(bytes, 0, 8, register * STRIDE);
  await file.close();
  return bytes.readBigUInt64LE();
}
