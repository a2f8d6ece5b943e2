import { z } from 'zod';
import { API } from '../../../headless/miner/summary.ts';
import { MSR_PRESETS, type MsrSetting } from '../../../headless/tuning/msr-presets.ts';
import type { GuestShell } from '../../qemu/guest-shell.ts';
import { askKernel } from './ask-kernel.ts';

const count = z.number().int().nonnegative();

const kernelSchema = z.object({
  meminfo: z.record(z.string(), count),
  nodes: z.array(
    z.object({
      ...{ id: count, memoryKilobytes: count },
      ...{ total1G: count, free1G: count, total2M: count, free2M: count },
    }),
  ),
  frequencyPolicies: count,
  registers: z.array(z.object({ cpu: count, register: count, value: z.string().nullable() })),
});
const summarySchema = z.object({ hugepages: z.tuple([count, count]) });
const backendsSchema = z.array(z.object({ threads: z.array(z.unknown()).optional() })).min(1);

/** What the guest's kernel and its XMRig say when they are asked past the engine. Threads and pages are XMRig's. */
export type GuestFacts = z.infer<typeof kernelSchema> & { hugePages: [number, number]; threads: number };

/** Asks through the test shell; throws when the guest or its XMRig does not answer. */
export async function readGuestFacts(shell: GuestShell, preset: string | null): Promise<GuestFacts> {
  const registers = settingsOf(preset).map(({ register }) => register);
  const source = askKernel.toString().replace(/\s+/g, ' ');
  const kernel = kernelSchema.parse(await inGuest(shell, `(${source})(${JSON.stringify(registers)})`));
  const url = `http://${API.host}:${API.port}`;
  const summary = summarySchema.parse(await inGuest(shell, `(await fetch("${url}/2/summary")).json()`));
  const backends = backendsSchema.parse(await inGuest(shell, `(await fetch("${url}/2/backends")).json()`));
  return { ...kernel, hugePages: summary.hugepages, threads: backends[0]?.threads?.length ?? 0 };
}

/** The registers of a preset by name; none for null. */
export function settingsOf(preset: string | null): readonly MsrSetting[] {
  return Object.entries(MSR_PRESETS).find(([name]) => name === preset)?.[1] ?? [];
}

/** The value of an expression in the guest's Node; through base64 both ways, which no quoting and no terminal setting can change. */
async function inGuest(shell: GuestShell, expression: string): Promise<unknown> {
  const answer = `(async()=>console.log(Buffer.from(JSON.stringify(await ${expression})).toString("base64")))()`;
  const code = Buffer.from(answer).toString('base64');
  const command = `/usr/lib/rigforge/node -e 'eval(Buffer.from("${code}","base64").toString())'`;
  const encoded = await shell.read(command, { timeoutMs: 120_000 });
  return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
}
