/** How warm the processor is and what it draws, from the kernel's sensors. Read only. */
import { performance } from 'node:perf_hooks';
import type { Sensors } from '../snapshot.ts';
import { listFolder, readNumber, readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

const HWMON = 'sys/class/hwmon';
const THERMAL = 'sys/class/thermal';
const POWERCAP = 'sys/class/powercap';

/** Sensors of a missing or sleeping chip read as nonsense (-273 among it). */
const CELSIUS = { least: 1, most: 150 };
/** Between two looks further apart a counter may have gone round more than once (65 kJ on AMD are 4 minutes at 280 W). */
const LONGEST_GAP_MS = 60_000;

/**
 * Follows the sensors of one computer: the temperature is the hottest processor's, the power is the mean since the last
 * look, of all packages together (so the first look gives none). Whole degrees and watts; null where there is no sensor.
 */
export function createSensors(
  machine: MachineSource,
  clock: () => number = () => performance.now(),
): () => Promise<Sensors> {
  let temperatures: string[] = [];
  let energyBefore: { at: number; zones: Zone[] } | null = null;
  return async () => {
    if (temperatures.length === 0) temperatures = await findTemperatures(machine);
    const cpuCelsius = await hottest(machine, temperatures);
    if (cpuCelsius === null) temperatures = []; // its driver may come back under another number
    const energy = { at: clock(), zones: await readZones(machine) };
    const powerWatts = energyBefore && watts(energyBefore, energy);
    energyBefore = energy;
    return { cpuCelsius, powerWatts };
  };
}

/** Files to read, best kind first: the package as a whole, else its cores, else the package's thermal zone. */
async function findTemperatures(machine: MachineSource): Promise<string[]> {
  const folders = (await listFolder(machine, HWMON)).map((name) => `${HWMON}/${name}`);
  const found = await Promise.all(folders.map((folder) => findInChip(machine, folder)));
  const inputs = found.flat();
  return inputs.length > 0 ? inputs : findThermalZones(machine);
}

/** Labels: the kernel's hwmon documents `coretemp` and `k10temp`. Tctl is Tdie plus an offset on some Ryzens. */
const BEST_LABELS: Record<string, RegExp[]> = {
  coretemp: [/^Package id/, /^Core/],
  k10temp: [/^Tdie$/, /^Tctl$/, /^$/],
};

async function findInChip(machine: MachineSource, folder: string): Promise<string[]> {
  const wanted = BEST_LABELS[(await readText(machine, `${folder}/name`)) ?? ''];
  if (!wanted) return [];
  const inputs = (await listFolder(machine, folder)).filter((name) => /^temp\d+_input$/.test(name));
  const labelled = await Promise.all(
    inputs.map(async (input) => ({
      path: `${folder}/${input}`,
      label: (await readText(machine, `${folder}/${input.replace('_input', '_label')}`)) ?? '',
    })),
  );
  for (const pattern of wanted) {
    const fitting = labelled.filter(({ label }) => pattern.test(label));
    if (fitting.length > 0) return fitting.map(({ path }) => path);
  }
  return [];
}

async function findThermalZones(machine: MachineSource): Promise<string[]> {
  const zones = (await listFolder(machine, THERMAL)).filter((name) => name.startsWith('thermal_zone'));
  const types = await Promise.all(zones.map((zone) => readText(machine, `${THERMAL}/${zone}/type`)));
  return zones.filter((_, i) => types[i] === 'x86_pkg_temp').map((zone) => `${THERMAL}/${zone}/temp`);
}

async function hottest(machine: MachineSource, paths: string[]): Promise<number | null> {
  const read = await Promise.all(paths.map((path) => readNumber(machine, path)));
  const sane = read
    .map((millidegrees) => Math.round((millidegrees ?? 0) / 1000))
    .filter((celsius) => celsius >= CELSIUS.least && celsius <= CELSIUS.most);
  return sane.length > 0 ? Math.max(...sane) : null;
}

/** One processor package's energy counter, in microjoules; it starts again from zero after `range`. */
interface Zone {
  name: string;
  energy: number;
  range: number;
}

/** The kernel's `intel-rapl` serves AMD too. Only root may read the counters. Names: Documentation/power/powercap. */
async function readZones(machine: MachineSource): Promise<Zone[]> {
  const names = (await listFolder(machine, POWERCAP)).filter((name) => /^intel-rapl:\d+$/.test(name));
  const zones = await Promise.all(
    names.map(async (name): Promise<Zone[]> => {
      const [kind, energy, range] = await Promise.all([
        readText(machine, `${POWERCAP}/${name}/name`),
        readNumber(machine, `${POWERCAP}/${name}/energy_uj`),
        readNumber(machine, `${POWERCAP}/${name}/max_energy_range_uj`),
      ]);
      if (!kind?.startsWith('package-') || energy === null || range === null) return [];
      return [{ name, energy, range }];
    }),
  );
  return zones.flat();
}

function watts(before: { at: number; zones: Zone[] }, now: { at: number; zones: Zone[] }): number | null {
  const elapsedMs = now.at - before.at;
  if (elapsedMs <= 0 || elapsedMs > LONGEST_GAP_MS) return null;
  const used = now.zones.map((zone) => {
    const earlier = before.zones.find(({ name }) => name === zone.name)?.energy ?? zone.energy;
    return zone.energy >= earlier ? zone.energy - earlier : zone.energy + zone.range - earlier;
  });
  const microjoules = used.reduce((sum, each) => sum + each, 0);
  // A counter that stands still (a virtual machine's) measures nothing.
  return microjoules === 0 ? null : Math.round(microjoules / 1000 / elapsedMs);
}
