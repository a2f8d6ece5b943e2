/** Holds the engine's records to what kernel and XMRig say when asked past it. Pure. */
import type { Snapshot, TuningRecord } from '../../../headless/snapshot.ts';
import type { Cell, Rung } from './cells.ts';
import { type GuestFacts, settingsOf } from './guest-facts.ts';

const DATASET_PAGES = 1040;
const CACHE_PAGES = 128;

/** Which layout really runs, and how many datasets, from XMRig's total of pages: never from the engine's words. */
export function layoutOf({ nodes, hugePages, threads }: GuestFacts): { rung: Rung; datasets: number } {
  const [allocated, wanted] = hugePages;
  const pages = wanted - threads;
  if (sum(nodes, 'total1G') > 0 && pages < CACHE_PAGES) return { rung: 'oneGb', datasets: pages / 3 };
  if (pages <= CACHE_PAGES) return { rung: 'light', datasets: 0 };
  const datasets = (pages - CACHE_PAGES) / DATASET_PAGES;
  return { rung: allocated >= wanted ? 'twoMb' : 'transparent', datasets };
}

/** One sentence for each thing that is not as it should be. */
export function compare(cell: Cell, snapshot: Snapshot, guest: GuestFacts): string[] {
  const record = (knob: TuningRecord['knob']) => snapshot.tuning.find((one) => one.knob === knob);
  const problems: (string | null)[] = [
    ...compareLayout(cell, guest),
    ...compareKernel(snapshot, guest),
    compareOneGb(record('hugePages1G'), guest),
    compareTwoMb(record('hugePages2M'), guest),
    compareNuma(record('numa'), guest),
    compareRegisters(cell, record('msr'), guest),
    same('the record of threads', record('threads')?.effective, `${guest.threads} threads`),
    guest.frequencyPolicies === 0
      ? same('the status of the governor', record('governor')?.status, 'notApplicable')
      : null,
    ...missingWords(cell, snapshot),
  ];
  return problems.filter((problem) => problem !== null);
}

/** What the checks and the screen's last line must say. */
export function missingWords(cell: Cell, { checks, doing }: Snapshot): string[] {
  const said = [doing, ...checks.map(({ label, value, why }) => `${label}: ${value}. ${why ?? ''}`)].join(
    '\n',
  );
  return cell.words.filter((word) => !said.includes(word)).map((word) => `nothing says "${word}"`);
}

function compareLayout(cell: Cell, guest: GuestFacts): (string | null)[] {
  const { rung, datasets } = layoutOf(guest);
  const [allocated, wanted] = guest.hugePages;
  return [
    cell.rungs.includes(rung) ? null : `it runs on ${rung}, not on ${cell.rungs.join(' or ')}`,
    cell.datasets === null ? null : same('the number of datasets', datasets, cell.datasets),
    rung === 'transparent' || (wanted > 0 && allocated === wanted)
      ? null
      : `XMRig has ${allocated} of ${wanted} huge pages`,
  ];
}

function compareKernel(snapshot: Snapshot, { meminfo, nodes, hugePages }: GuestFacts): (string | null)[] {
  const kilobytes = sum(nodes, 'total1G') * 1024 * 1024 + sum(nodes, 'total2M') * 2048;
  return [
    same('HugePages_Total and the counters of the nodes', meminfo['HugePages_Total'], sum(nodes, 'total2M')),
    same('Hugetlb and the counters of the nodes', meminfo['Hugetlb'], kilobytes),
    same('the memory', snapshot.rig.memoryBytes, (meminfo['MemTotal'] ?? 0) * 1024),
    same('the huge pages in the snapshot', Object.values(snapshot.miner?.hugePages ?? {}), hugePages),
  ];
}

function compareOneGb(record: TuningRecord | undefined, { nodes }: GuestFacts): string | null {
  const total = sum(nodes, 'total1G');
  const effective = total === 0 ? 'none' : `${total - sum(nodes, 'free1G')} of ${total} in use`;
  return same('the record of 1 GB pages', record?.effective, effective);
}

function compareTwoMb(record: TuningRecord | undefined, guest: GuestFacts): string | null {
  const total = sum(guest.nodes, 'total2M');
  const [allocated, wanted] = guest.hugePages;
  const percent = Math.floor((100 * allocated) / Math.max(1, wanted));
  const light = layoutOf(guest).rung === 'light' ? ', light mode' : '';
  const effective = `${total - sum(guest.nodes, 'free2M')} of ${total} in use, XMRig: huge pages ${percent} % (${allocated} of ${wanted})${light}`;
  return same('the record of 2 MB pages', record?.effective, effective);
}

function compareNuma(record: TuningRecord | undefined, guest: GuestFacts): string | null {
  if (guest.nodes.length < 2) return same('the status of NUMA', record?.status, 'notApplicable');
  const { datasets } = layoutOf(guest);
  const full = datasets === guest.nodes.length;
  return full
    ? same('the record of NUMA', record?.effective, `${datasets} datasets`)
    : same('the status of NUMA', record?.status, 'refused');
}

/** QEMU takes register writes and ignores them, so a record may never say more than `refused`. */
function compareRegisters(cell: Cell, record: TuningRecord | undefined, guest: GuestFacts): string | null {
  if (cell.preset === null) return same('the status of the registers', record?.status, 'notApplicable');
  const settings = settingsOf(cell.preset);
  const took = guest.registers.filter(({ register, value }) => {
    const setting = settings.find((one) => one.register === register);
    return setting && setting.value !== 0n && value === `0x${setting.value.toString(16)}`;
  });
  if (guest.registers.every(({ value }) => value === null)) return 'no register of the guest can be read';
  if (took.length > 0)
    return `${took.length} registers read as written: this is no emulator that ignores writes`;
  return (
    same('the preset', record?.asked, `preset ${cell.preset}`) ??
    same('the status of the registers', record?.status, 'refused')
  );
}

function same(what: string, is: unknown, shouldBe: unknown): string | null {
  const [a, b] = [JSON.stringify(is), JSON.stringify(shouldBe)];
  return a === b ? null : `${what}: ${a} instead of ${b}`;
}

function sum(nodes: GuestFacts['nodes'], name: keyof GuestFacts['nodes'][number]): number {
  return nodes.reduce((total, node) => total + node[name], 0);
}
