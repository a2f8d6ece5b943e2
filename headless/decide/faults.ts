/** Faults of this computer that XMRig caught in the middle of a hash. Pure. */
import type { MinerLogFact } from '../miner/log.ts';
import type { Faults } from '../state/model.ts';

/** One in a blue moon is no reason to alarm anybody for ever. */
const REMEMBERED_MS = 24 * 60 * 60_000;
/** So many in a boot are no accident. */
const MANY = 10;

/** Counts what XMRig's log says: its own sum since its start. One that says less is another process. */
export function countFaults(faults: Faults, fact: MinerLogFact, now: number): Faults {
  const { earlier, process } = faults;
  if (fact.isNewProcess)
    return process === 0 ? faults : { ...faults, earlier: earlier + process, process: 0 };
  const { faults: count } = fact;
  if (count === undefined || count === process) return faults;
  const isOther = count < process;
  return { earlier: isOther ? earlier + process : earlier, process: count, lastAt: now };
}

/** How many there were in this boot and with the XMRig that runs, and whether that is many; null where it is nothing to tell. */
export function faultsNow(
  { earlier, process, lastAt }: Faults,
  now: number,
): { boot: number; process: number; isMany: boolean } | null {
  const boot = earlier + process;
  if (boot === 0 || lastAt === null || now - lastAt >= REMEMBERED_MS) return null;
  return { boot, process, isMany: boot >= MANY };
}
