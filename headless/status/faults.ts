/** Faults of this computer that XMRig caught, in words. Pure. */
import { faultsNow } from '../decide/faults.ts';
import type { Message } from '../snapshot.ts';
import type { State } from '../state/model.ts';

/** The computer in the middle of a hash, not the program: its memory, or a processor that is driven too hard. */
export function faultMessages({ faults, now }: State): Message[] {
  const found = faultsNow(faults, now);
  if (found === null) return [];
  const { boot, process, isMany } = found;
  const times = boot === 1 ? 'once' : `${boot.toLocaleString('en-US')} times`;
  const since =
    process === boot ? '' : `, ${process.toLocaleString('en-US')} of them since XMRig last started`;
  const text = `failed ${times} in the middle of a hash since it was started${since}; those hashes are dropped: undo any overclock and test its memory`;
  return [{ level: isMany ? 'error' : 'warning', where: 'this computer', text }];
}
