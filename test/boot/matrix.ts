import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runInNamespace } from '../qemu/namespace.ts';
import { parseOptions } from '../qemu/options.ts';

const INSIDE = fileURLToPath(new URL('../qemu/inside.ts', import.meta.url));
const TABLE = join(import.meta.dirname, '../../docs/boot-matrix.md');

const reportSchema = z.object({
  ok: z.boolean(),
  reason: z.string(),
  times: z.record(z.string(), z.number().nullable()),
  snapshot: z.object({ target: z.object({ source: z.string() }).nullable() }).nullable(),
});

interface Cell {
  readonly firmware: string;
  readonly what: string;
  readonly options: readonly string[];
  /** `target.source` that proves that the pool came from where it was put. */
  readonly source: string;
}

/** Every firmware with every way to give the pool, with a late stack, and with no keyboard. */
function cells(config: string): Cell[] {
  const ways: readonly Omit<Cell, 'firmware'>[] = [
    { what: 'pool by mDNS, fast mode', options: ['--memory', '4G'], source: 'discovery' },
    {
      what: 'pool by --cmdline',
      options: ['--memory', '2G', '--cmdline', 'rigforge.pool=10.77.0.1:3333'],
      source: 'cmdline',
    },
    { what: 'pool by --config', options: ['--memory', '2G', '--config', config], source: 'stick' },
    {
      what: 'mDNS, stack 60 s late',
      options: ['--memory', '2G', '--stack-delay', '60'],
      source: 'discovery',
    },
    { what: 'mDNS, no keyboard', options: ['--memory', '2G', '--keyboard', 'none'], source: 'discovery' },
  ];
  return ['bios', 'uefi', 'secure'].flatMap((firmware) => ways.map((way) => ({ firmware, ...way })));
}

/** Boots them all and writes the table to `docs/boot-matrix.md`. `names` picks firmwares. */
export async function bootMatrix(
  image: string,
  names: readonly string[],
  yes: boolean,
): Promise<{ passed: number; failed: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'matrix-'));
  try {
    const config = join(folder, 'config');
    await mkdir(config);
    await writeFile(join(config, 'rigforge.conf'), 'P2POOL_NODE_HOSTNAME=10.77.0.1\n');
    const wanted = cells(config).filter(({ firmware }) => names.length === 0 || names.includes(firmware));
    const rows: string[] = [];
    let failed = 0;
    for (const cell of wanted) {
      console.log(`\n${cell.firmware}: ${cell.what}`);
      const { ok, row } = await bootCell(image, cell, join(folder, 'report.json'), yes);
      rows.push(row);
      if (!ok) failed++;
    }
    await writeFile(TABLE, document(rows));
    return { passed: rows.length - failed, failed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function bootCell(
  image: string,
  cell: Cell,
  report: string,
  yes: boolean,
): Promise<{ ok: boolean; row: string }> {
  await rm(report, { force: true });
  const options = parseOptions([
    ...['--firmware', cell.firmware, '--until-shares', '3', '--timeout', '900', '--report', report],
    ...cell.options,
  ]);
  if (options === 'help') throw new Error('unreachable');
  await runInNamespace([process.execPath, INSIDE, JSON.stringify({ ...options, image, inspect: true })], {
    yes,
  });
  const text = await readFile(report, 'utf8').catch(() => null);
  const result = text === null ? null : reportSchema.parse(JSON.parse(text));
  const source = result?.snapshot?.target?.source ?? '-';
  const ok = result?.ok === true && source === cell.source;
  const times = ['kernel', 'firstFrame', 'stackFound', 'minerStarted', 'firstHashrate', 'firstShare'].map(
    (name) => {
      const value = result?.times[name];
      return value === null || value === undefined ? '-' : (value / 1000).toFixed(0);
    },
  );
  return {
    ok,
    row: `| ${[cell.firmware, cell.what, ok ? 'yes' : `no: ${result?.reason ?? 'no report'}`, source, ...times].join(' | ')} |`,
  };
}

function document(rows: readonly string[]): string {
  return `# Boot matrix

Written by \`npm run test:boot -- --all\`, with QEMU's emulation (no KVM) on a 2-core machine: the times, in seconds since
power-on, are for comparing with each other only; a PC is about ten times faster. Each boot goes through the image's own boot
loader and ends when the stack has verified three shares; \`pool from\` is what the rig itself says.

| firmware | what | mines | pool from | kernel | first screen | stack found | miner started | first hashrate | first share |
|---|---|---|---|---|---|---|---|---|---|
${rows.join('\n')}
`;
}
