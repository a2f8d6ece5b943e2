import type { Snapshot } from '../../headless/snapshot.ts';
import { accent, BLANK, cell, fit, type Line, plain, wrap } from '../line.ts';
import { scrolled } from '../widgets/scrolled.ts';

/** What this computer does and who is paid, the keys, and the words a newcomer has not met. */
export function helpScreen(
  snapshot: Snapshot,
  scroll: number,
  width: number,
  rows: number,
  quitKey: boolean,
): Line[] {
  const keys: [string, string][] = [
    ['1 to 8', 'the screens; Left and Right go from one to the next'],
    ['Up, Down', 'choose a row, or scroll; Page Up and Page Down by ten'],
    ['Enter', 'do what the chosen row says'],
    ['A', 'type the address of a stack'],
    ['L', 'look for stacks again'],
    ['Esc', 'back'],
    ['Ctrl-L', 'draw the screen again'],
    ...(quitKey ? ([['Q', 'quit']] as [string, string][]) : []),
  ];
  const words =
    'This computer mines Monero with XMRig. It needs one thing: a stack, which is the computer on your network that ' +
    'runs the Monero node with P2Pool or a proxy. It finds one by itself; nothing has to be typed, and nothing on ' +
    'its disks is touched. A stack can also be set on the stick, in rigforge.conf on the partition RIGFORGE.';
  const money =
    "What is mined goes to the stack's own wallet, which is set on the stack and not here; the rig needs none. Only a " +
    'pool outside your network needs a wallet from you: user= in rigforge.conf.';
  const terms: [string, string][] = [
    ['H/s', 'hashes per second: how many tries this computer makes'],
    ['Share', 'a proof of work; you are paid for accepted shares'],
    ['Difficulty', 'how many tries a share takes on average'],
    ['Height', 'blocks in the Monero chain; one more every two minutes'],
    ['Dataset', '2 GB that RandomX, the way Monero is mined, reads in memory'],
    ['Light mode', 'without the dataset: 256 MB, and 8 to 9 % of the hashrate'],
    ['Stack', 'the computer on your network that hands out the work'],
    ['P2Pool', 'a pool that nobody owns; runs on your stack'],
    ['xmrig-proxy', 'runs on the stack: one connection for many rigs'],
    ['Stratum', 'the protocol between miners and pools, mostly on port 3333'],
    ['Huge pages', 'memory in large pieces: most of what tuning is worth'],
    ['MSR', 'CPU registers that make XMRig a few per cent faster'],
    ['Governor', 'what decides how fast the processor runs'],
    ['NUMA node', 'a part of the memory close to a part of the processor'],
  ];
  const { version, commit } = snapshot.build;
  const table = (rows: [string, string][]) =>
    rows.map(([term, what]) => fit([accent(cell(term, 13)), plain(what)], width));
  const lines = [
    ...wrap(words, width, 6).map((text): Line => [plain(text)]),
    BLANK,
    ...wrap(money, width, 6).map((text): Line => [plain(text)]),
    BLANK,
    ...table(keys),
    BLANK,
    fit([plain(`RigForge image ${version}, build ${commit.slice(0, 12)}`)], width),
    BLANK,
    ...table(terms),
  ];
  return scrolled(lines, scroll, rows);
}
