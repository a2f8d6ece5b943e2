/** Recorded computers and recorded troubles, made ready to be played. */
import { cp, mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { parseCpuList } from '../../headless/rig/files.ts';
import { recordedMachine } from '../../headless/rig/machine-source.ts';
import { readRig } from '../../headless/rig/read-rig.ts';
import { TROUBLES, type Trouble } from './troubles.ts';

/** A recording by itself plays next to one practice stack that is ready. */
export interface Playable {
  name: string;
  sentence: string;
  trouble: Trouble;
}

/** The recordings of this folder, then the troubles. */
export async function listPlayable(): Promise<Playable[]> {
  const entries = await readdir(import.meta.dirname, { withFileTypes: true });
  const recorded = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const plain = await Promise.all(
    recorded.map(async (name) => {
      const { cpu, memory } = await readRig(await recordedMachine(name));
      const gigabytes = Math.round(memory.totalBytes / 1024 ** 3);
      const sentence = `As recorded: ${cpu.brand}, ${cpu.threads} threads, ${gigabytes} GB.`;
      return { name, sentence, trouble: { name, sentence, base: name } };
    }),
  );
  return [...plain, ...TROUBLES.map((trouble) => ({ ...trouble, trouble }))];
}

/** Copies the recording to `folder`, with the trouble in it. Throws where an edit finds nothing to change. */
export async function makeMachine(trouble: Trouble, folder: string): Promise<void> {
  const base = await recordedMachine(trouble.base);
  await cp(base.root, folder, { recursive: true });
  for (const { path, find, put } of trouble.edits ?? []) {
    const before = await readFile(join(folder, path), 'utf8');
    const after = before.replace(find, put);
    if (after === before) throw new Error(`${trouble.name}: ${path} has nothing like ${find}`);
    await writeFile(join(folder, path), after);
  }
  for (const [path, content] of Object.entries(trouble.files ?? {})) await put(join(folder, path), content);
  if (trouble.addresses) {
    const recording = { inventory: await base.inventory(), addresses: trouble.addresses };
    await writeFile(join(folder, 'machine.json'), JSON.stringify(recording));
  }
  if (trouble.registers) await makeRegisters(folder, trouble.registers);
}

/** Room for the one register of XMRig's preset for Intel CPUs, 0x1a4, and the eight bytes at it. */
const REGISTER_BYTES = 0x1a4 + 8;

/** /dev/zero does what QEMU does: it takes whatever is written, and reads as zero. */
async function makeRegisters(folder: string, kind: 'kept' | 'ignored'): Promise<void> {
  const online = await readFile(join(folder, 'sys/devices/system/cpu/online'), 'utf8');
  for (const cpu of parseCpuList(online.trim())) {
    const file = join(folder, `dev/cpu/${cpu}/msr`);
    await mkdir(dirname(file), { recursive: true });
    if (kind === 'kept') await writeFile(file, Buffer.alloc(REGISTER_BYTES));
    else await symlink('/dev/zero', file);
  }
}

async function put(path: string, content: string | Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content);
}
