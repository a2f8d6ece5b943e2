/**
 * Holds our table of CPU registers (`headless/tuning/msr-presets.ts`) to the XMRig that is compiled: which preset a CPU gets, and
 * what each preset writes. Read from the source itself, because a newer XMRig may come with better values.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chooseMsrPreset, MSR_PRESETS, type MsrSetting } from '../../headless/tuning/msr-presets.ts';

const ALL_BITS = 0xffff_ffff_ffff_ffffn;

/** The text of the three files that `build.sh` leaves in `source/`. */
export interface PresetSource {
  rxConfig: string;
  basicCpuInfo: string;
  cpuInfoHeader: string;
}

/** Throws an error that lists every difference, or says what in the source was not understood. `output` is where `build.sh` wrote to. */
export async function checkMsrPresets(output: string): Promise<void> {
  const read = (name: string) => readFile(join(output, 'source', name), 'utf8');
  const differences = comparePresets({
    rxConfig: await read('RxConfig.cpp'),
    basicCpuInfo: await read('BasicCpuInfo.cpp'),
    cpuInfoHeader: await read('ICpuInfo.h'),
  });
  if (differences.length === 0) return;
  const list = differences.map((one) => `  ${one}`).join('\n');
  throw new Error(
    `headless/tuning/msr-presets.ts differs from the XMRig that is compiled; bring it up to date:\n${list}`,
  );
}

/** One sentence for each difference; none when both agree. */
export function comparePresets(source: PresetSource): string[] {
  try {
    const names = presetNames(source.cpuInfoHeader);
    return [...compareValues(names, source.rxConfig), ...compareChoice(names, source.basicCpuInfo)];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

/** Names of the presets by their constant, `MSR_MOD_INTEL` to `intel`, in the order of the table. */
function presetNames(header: string): Map<string, string> {
  const [, body = ''] = /enum MsrMod[^{]*\{([^}]*)\}/.exec(header) ?? [];
  const constants = [...body.matchAll(/MSR_MOD_\w+/g)].map(([name]) => name);
  const [, list = ''] = /MSR_NAMES_LIST (.*)$/m.exec(header) ?? [];
  const names = [...list.matchAll(/"(\w+)"/g)].map(([, name = '']) => name);
  if (names.length === 0 || constants.length !== names.length + 1)
    throw new Error('ICpuInfo.h: its list of presets was not understood');
  return new Map(names.map((name, i) => [constants[i] ?? '', name]));
}

function compareValues(names: Map<string, string>, rxConfig: string): string[] {
  const [, body = ''] = /msrPresets = \{\n([\s\S]*?)\n\};/.exec(rxConfig) ?? [];
  const rows = body.split('\n').filter((line) => line.trim() !== '');
  if (rows.length !== names.size) throw new Error('RxConfig.cpp: its table of presets was not understood');
  const theirs = new Map([...names.values()].map((name, i) => [name, sayRow(rows[i] ?? '')]));
  const ours = new Map(Object.entries(MSR_PRESETS).map(([name, settings]) => [name, sayAll(settings)]));
  return [...new Set([...theirs.keys(), ...ours.keys()])].flatMap((name) => {
    const [a, b] = [theirs.get(name) ?? '', ours.get(name) ?? ''];
    return a === b ? [] : [`preset ${name}: XMRig has ${a || 'nothing'}, our table ${b || 'nothing'}`];
  });
}

/** `MsrItems{{ 0x1a4, 0xf }, { register, value, mask }}` in our own words; the empty `MsrItems()` is empty. */
function sayRow(row: string): string {
  if (/^\s*MsrItems\(\),?$/.test(row)) return '';
  const items = [...row.matchAll(/\{\s*(0x[0-9a-f]+)\s*,\s*(\w+)\s*(?:,\s*(~?)(\w+)\s*)?\}/gi)];
  if (items.length === 0) throw new Error(`RxConfig.cpp: this preset was not understood: ${row.trim()}`);
  return sayAll(
    items.map(([, register = '', value = '', not = '', mask]) => ({
      register: Number(register),
      value: literal(value),
      mask: mask === undefined ? ALL_BITS : not ? ALL_BITS ^ literal(mask) : literal(mask),
    })),
  );
}

function literal(text: string): bigint {
  return BigInt(text.replace(/u?ll$/i, ''));
}

function sayAll(settings: readonly MsrSetting[]): string {
  const one = ({ register, value, mask }: MsrSetting) =>
    `0x${register.toString(16)}=0x${value.toString(16)}${mask === ALL_BITS ? '' : `/0x${mask.toString(16)}`}`;
  return settings.map(one).join(' ');
}

/** Every AMD family and model there can be, and Intel. */
function compareChoice(names: Map<string, string>, basicCpuInfo: string): string[] {
  const theirs = readChoice(names, basicCpuInfo);
  const differences: string[] = [];
  for (let family = 0x0f; family <= 0x0f + 0xff; family++) {
    const wrong = Array.from({ length: 256 }, (_, model) => model).filter(
      (model) => theirs.amd(family, model) !== chooseMsrPreset({ vendor: 'AMD', family, model, aes: true }),
    );
    const [model] = wrong;
    if (model === undefined) continue;
    const ours = chooseMsrPreset({ vendor: 'AMD', family, model, aes: true });
    differences.push(
      `AMD family ${family}, ${wrong.length} models (${model} first): XMRig takes ${theirs.amd(family, model)}, we take ${ours}`,
    );
  }
  const intel = chooseMsrPreset({ vendor: 'Intel', family: 6, model: 151, aes: true });
  if (theirs.intel !== intel) differences.push(`Intel: XMRig takes ${theirs.intel}, we take ${intel}`);
  return differences;
}

interface Choice {
  intel: string | null;
  amd(family: number, model: number): string | null;
}

/** Reads the `switch` over families. Inside a family either one preset is set, or one of two by an `if` over models. */
function readChoice(names: Map<string, string>, text: string): Choice {
  const nameOf = (constant: string | undefined): string | null => {
    const name = names.get(constant ?? '');
    if (name === undefined) throw new Error(`BasicCpuInfo.cpp: ${constant ?? 'a family'} was not understood`);
    return name === 'none' ? null : name;
  };
  const [, amd = '', intel = ''] =
    /FLAG_AES[\s\S]*"AuthenticAMD"[\s\S]*?switch \(m_family\) \{([\s\S]*?)"GenuineIntel"([\s\S]*)$/.exec(
      text,
    ) ?? [];
  const parts = amd.split(/\b(case 0x[0-9a-f]+|default):/i);
  const families = new Map<number, (model: number) => string | null>();
  for (let i = 1; i < parts.length; i += 2) {
    const body = parts[i + 1] ?? '';
    const set = [...body.matchAll(/m_msrMod\s*=\s*(\w+)/g)].map(([, constant]) => nameOf(constant));
    const models = [...body.matchAll(/m_model == (0x[0-9a-f]+)/gi)].map(([, model]) => Number(model));
    const [first = null, second = null] = set;
    const understood = set.length === 1 ? models.length === 0 : set.length === 2 && models.length > 0;
    if (!understood) throw new Error(`BasicCpuInfo.cpp: its ${parts[i]} was not understood`);
    const family = parts[i] === 'default' ? -1 : Number((parts[i] ?? '').slice(5));
    families.set(
      family,
      set.length === 1 ? () => first : (model) => (models.includes(model) ? first : second),
    );
  }
  if (families.size < 2) throw new Error('BasicCpuInfo.cpp: its choice of a preset was not understood');
  return {
    intel: nameOf(/m_msrMod\s*=\s*(\w+)/.exec(intel)?.[1]),
    amd: (family, model) => (families.get(family) ?? families.get(-1))?.(model) ?? null,
  };
}
