/**
 * What the registers held before the engine first wrote them in this boot. Kept in RAM beside the session, so that a restarted
 * engine still knows what its writes have changed, and what to put back.
 */
import { readFile, rm } from 'node:fs/promises';
import * as z from 'zod';
import { replaceFile } from '../system/replace-file.ts';

const fileSchema = z.array(
  z.object({
    cpu: z.number().int().nonnegative(),
    register: z.number().int().nonnegative(),
    value: z.string().regex(/^0x[0-9a-f]{1,16}$/),
  }),
);

export interface OldRegisters {
  /** Null for a register that was not written yet. */
  get(cpu: number, register: number): bigint | null;
  /** Keeps values, once: later ones of the same register are our own. On disk before it resolves. */
  keep(cpu: number, values: ReadonlyMap<number, bigint>): Promise<void>;
  all(): { cpu: number; register: number; value: bigint }[];
  forget(): Promise<void>;
}

/** Empty where there is no such file, or none that can be understood. */
export async function openOldRegisters(file: string): Promise<OldRegisters> {
  const values = new Map<string, { cpu: number; register: number; value: bigint }>();
  const key = (cpu: number, register: number) => `${cpu}:${register}`;
  for (const { cpu, register, value } of await read(file))
    values.set(key(cpu, register), { cpu, register, value: BigInt(value) });
  return {
    get: (cpu, register) => values.get(key(cpu, register))?.value ?? null,
    async keep(cpu, fresh) {
      const unknown = [...fresh].filter(([register]) => !values.has(key(cpu, register)));
      if (unknown.length === 0) return;
      for (const [register, value] of unknown) values.set(key(cpu, register), { cpu, register, value });
      const all = [...values.values()].map((one) => ({ ...one, value: `0x${one.value.toString(16)}` }));
      await replaceFile(file, JSON.stringify(all), { mode: 0o600 });
    },
    all: () => [...values.values()],
    async forget() {
      values.clear();
      await rm(file, { force: true });
    },
  };
}

async function read(file: string): Promise<z.infer<typeof fileSchema>> {
  try {
    return fileSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return [];
  }
}
