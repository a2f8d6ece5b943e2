import type { MemoryBoard, MemoryModule } from '../rig/facts.ts';
import type { Advice } from '../snapshot.ts';

const GIB = 1024 ** 3;

/** The data rates, in MT/s, at which modules of a kind start without a profile; what more they can do is not in the tables. */
const SLOW: Record<string, number> = { DDR3: 1333, DDR4: 2400, DDR5: 4800 };

/** What the modules and their places in the board's own tables suggest; nothing where there are no tables. Pure. */
export function adviseOnMemory(board: MemoryBoard | null): Advice[] {
  if (!board || board.modules.length === 0) return [];
  return [...oneChannel(board), ...slow(board.modules)];
}

function oneChannel({ slots, modules }: MemoryBoard): Advice[] {
  const [first] = modules;
  if (!first || slots < 2 || modules.some(({ soldered }) => soldered)) return [];
  const channels = new Set(modules.map(channelOf));
  if (modules.length > 1 && (channels.size > 1 || channels.has(null))) return [];
  const where = [first.slot, first.bank].filter((name) => name !== '').join(', ');
  const text =
    modules.length === 1
      ? `Fit a second memory module: the only one is ${Math.round(first.bytes / GIB)} GB in ${where || 'one slot'}.`
      : `Spread the memory modules over both channels: all ${modules.length} are in channel ${channelOf(first)}.`;
  const why = 'One memory channel works, where the board has two or more. Worth: unknown.';
  return [{ id: 'oneChannel', text, why }];
}

/** Boards name their slots freely; only the usual `ChannelA-DIMM0`, `P0 CHANNEL A` and `DIMM_A2` tell the channel. */
function channelOf({ slot, bank }: MemoryModule): string | null {
  for (const name of [slot, bank]) {
    const match = /CHANNEL[ _-]?([A-P])\b|CHANNEL[ _-]?([A-P])[-_ ]|DIMM[ _-]?([A-P])\d\b/i.exec(name);
    const letter = match?.[1] ?? match?.[2] ?? match?.[3];
    if (letter) return letter.toUpperCase();
  }
  return null;
}

function slow(modules: readonly MemoryModule[]): Advice[] {
  const profile = 'Switch the memory profile (XMP, EXPO or DOCP) on in the firmware setup';
  const below = modules.find(
    ({ megatransfers, ratedMegatransfers }) =>
      megatransfers !== null && ratedMegatransfers !== null && megatransfers < ratedMegatransfers * 0.95,
  );
  if (below) {
    const text = `${profile}: the memory runs at ${below.megatransfers} MT/s and is made for ${below.ratedMegatransfers}.`;
    return [{ id: 'slowMemory', text, why: 'RandomX waits for memory all the time. Worth: unknown.' }];
  }
  const rates = modules.map(({ megatransfers }) => megatransfers ?? Number.POSITIVE_INFINITY);
  const rate = Math.min(...rates);
  const kind = modules[rates.indexOf(rate)]?.kind ?? '';
  if (rate > (SLOW[kind] ?? 0)) return [];
  const text = `${profile}, if the modules have one: ${rate} MT/s is slow for ${kind}.`;
  return [{ id: 'slowMemory', text, why: 'RandomX waits for memory all the time. Worth: unknown.' }];
}
