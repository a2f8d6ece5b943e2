import type { MachineSource } from '../rig/machine-source.ts';
import type { Rung } from './ladder.ts';
import { type HugePageCounters, type PageSize, readPageCounters, setPages } from './pages.ts';

/** A rung that was asked for and what the kernel gave. */
export interface Attempt {
  rung: Rung;
  given: Pages;
  wanted: Pages;
  /** The kernel's first refusal, if there was one. */
  error: string | null;
}

/** Sums over all nodes. */
export interface Pages {
  pages1G: number;
  pages2M: number;
}

/** How the ladder was climbed: the rung that holds, and those that did not. */
export interface Climb {
  held: Attempt;
  failed: Attempt[];
}

/** Tries one rung after the other until the kernel gives what it takes; the last one counts whatever it gave. */
export async function climb(machine: MachineSource, ladder: readonly Rung[]): Promise<Climb> {
  const failed: Attempt[] = [];
  for (const rung of ladder) {
    const attempt = await reserve(machine, rung);
    if (holds(attempt) || rung === ladder.at(-1)) return { held: attempt, failed };
    failed.push(attempt);
  }
  throw new Error('a ladder has at least one rung');
}

/** Which rung the counters show, with nothing asked: for an XMRig that already runs. */
export async function findHeld(machine: MachineSource, ladder: readonly Rung[]): Promise<Climb> {
  const counters = await readPageCounters(machine);
  const attempts = ladder.map((rung) => toAttempt(rung, counters, null));
  const held = attempts.find(holds) ?? attempts.at(-1);
  if (!held) throw new Error('a ladder has at least one rung');
  // Nothing was asked, so nothing was refused.
  return { held, failed: [] };
}

/**
 * Gives back first, so that the memory is there for what is asked next. When the kernel falls short it is asked once more,
 * after it has dropped its caches and moved pages together.
 */
async function reserve(machine: MachineSource, rung: Rung): Promise<Attempt> {
  let error: string | null = null;
  const attempt = async (act: () => Promise<void>) => {
    await act().catch((reason: unknown) => {
      error ??= reason instanceof Error ? reason.message : String(reason);
    });
  };
  const before = await readPageCounters(machine);
  for (const { id, size, now, wanted } of changes(before, rung))
    if (wanted < now) await attempt(() => setPages(machine, id, size, wanted));
  for (const pass of ['first', 'again']) {
    const short = changes(await readPageCounters(machine), rung).filter(({ now, wanted }) => now < wanted);
    if (short.length === 0) break;
    if (pass === 'again') await tidy(machine);
    for (const { id, size, wanted } of short) await attempt(() => setPages(machine, id, size, wanted));
  }
  return toAttempt(rung, await readPageCounters(machine), error);
}

/** Each counter of each node with what the rung wants there, pages of 1 GB first: they are the hardest to find. */
function changes(
  counters: HugePageCounters,
  rung: Rung,
): { id: number; size: PageSize; now: number; wanted: number }[] {
  const ask = (id: number) => rung.nodes.find((node) => node.id === id);
  const large = counters.nodes.map(({ id, total1G }) => ({
    id,
    size: '1G' as const,
    now: total1G,
    wanted: ask(id)?.pages1G ?? 0,
  }));
  const small = counters.nodes.map(({ id, total2M }) => ({
    id,
    size: '2M' as const,
    now: total2M,
    wanted: ask(id)?.pages2M ?? 0,
  }));
  return [...large, ...small].filter(({ now, wanted }) => now !== wanted);
}

/** Optional help, so a refusal is of no interest. */
async function tidy(machine: MachineSource): Promise<void> {
  await machine.write('proc/sys/vm/drop_caches', '3').catch(() => undefined);
  await machine.write('proc/sys/vm/compact_memory', '1').catch(() => undefined);
}

function toAttempt(rung: Rung, counters: HugePageCounters, error: string | null): Attempt {
  const wanted = { pages1G: 0, pages2M: 0 };
  const given = { pages1G: 0, pages2M: 0 };
  for (const ask of rung.nodes) {
    const has = counters.nodes.find(({ id }) => id === ask.id);
    wanted.pages1G += ask.pages1G;
    wanted.pages2M += ask.pages2M;
    // A page on the wrong node is of no use to a dataset that is bound to its own.
    given.pages1G += rung.numa ? Math.min(ask.pages1G, has?.total1G ?? 0) : (has?.total1G ?? 0);
    given.pages2M += rung.numa ? Math.min(ask.pages2M, has?.total2M ?? 0) : (has?.total2M ?? 0);
  }
  return { rung, given, wanted, error };
}

/** Transparent pages ask for few reserved ones and can do without; the rest needs all it asked for. */
function holds({ rung, given, wanted }: Attempt): boolean {
  if (rung.name === 'transparent') return true;
  return given.pages1G >= wanted.pages1G && given.pages2M >= wanted.pages2M;
}
