/** The machines of the tuning matrix: what is booted, and what must come out. */

/** How RandomX's memory is laid out, as the kernel's counters and XMRig's own count tell. */
export type Rung = 'oneGb' | 'twoMb' | 'transparent' | 'light';

export interface Cell {
  name: string;
  /** As for `npm run boot --`. */
  options: readonly string[];
  /** Any of these will do: whether a small machine still has whole pages of 1 GB differs from boot to boot. Empty: it must halt. */
  rungs: readonly Rung[];
  /** Datasets in fast mode; null where it follows from the rung. */
  datasets: number | null;
  /** Preset that must be asked for; null: none. */
  preset: string | null;
  /** What the checks must say, as a whole or in part. */
  words: readonly string[];
  timeoutSeconds: number;
}

/** QEMU emulates a first Zen unless told otherwise: it has pages of 1 GB, and XMRig builds its dataset there without AVX2. */
const PLAIN = { datasets: null, preset: 'ryzen_17h', words: [], timeoutSeconds: 1500 } as const;
/** An Intel CPU with SMT: without it XMRig would build the dataset with AVX2, which QEMU emulates eight times slower. */
const INTEL = { ...PLAIN, preset: 'intel' } as const;
const NO_AES = 'no AES instructions';
const NO_AVX2 = 'no AVX2';

export const CELLS: readonly Cell[] = [
  { ...PLAIN, name: '2G', options: ['--memory', '2G'], rungs: ['light'] },
  { ...PLAIN, name: '3G', options: ['--memory', '3G'], rungs: ['twoMb', 'light'] },
  { ...PLAIN, name: '4G', options: ['--memory', '4G'], rungs: ['oneGb', 'twoMb'] },
  { ...PLAIN, name: '6G', options: ['--memory', '6G'], rungs: ['oneGb'] },
  { ...PLAIN, name: '8G', options: ['--memory', '8G'], rungs: ['oneGb'] },
  { ...PLAIN, name: '16G', options: ['--memory', '16G'], rungs: ['oneGb'] },
  { ...PLAIN, name: '4G-no-1g', options: ['--memory', '4G', '--cpu', 'EPYC,-pdpe1gb'], rungs: ['twoMb'] },
  { ...PLAIN, name: '8G-2-nodes', options: nodes('8G', 2), rungs: ['oneGb', 'twoMb'], datasets: 2 },
  { ...PLAIN, name: '16G-2-nodes', options: nodes('16G', 2), rungs: ['oneGb'], datasets: 2 },
  { ...PLAIN, name: '8G-4-nodes', options: nodes('8G', 4), rungs: ['twoMb'], datasets: 1 },
  { ...PLAIN, name: '16G-4-nodes', options: nodes('16G', 4), rungs: ['oneGb', 'twoMb'], datasets: 4 },
  {
    ...INTEL,
    name: 'haswell',
    options: ['--memory', '4G', '--cpu', 'Haswell', '--smt', '2'],
    rungs: ['twoMb'],
  },
  {
    ...INTEL,
    name: 'haswell-1g',
    options: ['--memory', '6G', '--cpu', 'Haswell,+pdpe1gb', '--smt', '2'],
    rungs: ['oneGb'],
  },
  {
    ...PLAIN,
    name: 'nehalem',
    options: ['--memory', '4G', '--cpu', 'Nehalem'],
    rungs: ['twoMb'],
    preset: null,
    words: [NO_AES, NO_AVX2],
  },
  {
    ...PLAIN,
    name: 'no-aes',
    options: ['--memory', '4G', '--cpu', 'EPYC,-aes'],
    rungs: ['oneGb', 'twoMb'],
    preset: null,
    words: [NO_AES],
  },
  { ...PLAIN, name: 'zen2', options: preset('EPYC-Rome'), rungs: ['light'], preset: 'ryzen_17h' },
  { ...PLAIN, name: 'zen3', options: preset('EPYC-Milan'), rungs: ['light'], preset: 'ryzen_19h' },
  {
    ...PLAIN,
    name: 'zen4',
    options: preset('EPYC-Milan,model=97'),
    rungs: ['light'],
    preset: 'ryzen_19h_zen4',
  },
  { ...PLAIN, name: 'skylake', options: preset('Skylake-Client'), rungs: ['light'], preset: 'intel' },
  {
    ...PLAIN,
    name: 'too-small',
    options: ['--memory', '640M'],
    rungs: [],
    words: ['light mode needs 640 MB'],
  },
];

/** The cells with these names, or all; throws a sentence that lists the names when one is unknown. */
export function chooseCells(names: readonly string[]): Cell[] {
  const unknown = names.filter((name) => CELLS.every((cell) => cell.name !== name));
  if (unknown.length > 0) {
    throw new Error(
      `No such boot: ${unknown.join(', ')}. There are: ${CELLS.map(({ name }) => name).join(', ')}`,
    );
  }
  return CELLS.filter(({ name }) => names.length === 0 || names.includes(name));
}

function nodes(memory: string, count: number): string[] {
  return ['--memory', memory, '--numa', String(count), '--smp', String(Math.max(2, count))];
}

/** Which preset is asked for shows in light mode too, which starts at once. */
function preset(cpu: string): string[] {
  return ['--memory', '2G', '--cpu', cpu];
}
