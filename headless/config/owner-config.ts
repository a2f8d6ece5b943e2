import { inNaturalOrder } from '../order.ts';
import type { Message } from '../snapshot.ts';
import { cleanText } from '../text.ts';
import { asWritten } from './boot-loader.ts';
import { COMMAND_LINE_FILE, readCommandLine, readCommandLineFile } from './command-line.ts';
import { readConfLines } from './conf-lines.ts';
import { readConfigJson } from './config-json.ts';
import { decodeText } from './decode.ts';
import { type ConfigFile, fileRank, isCommandLineFile } from './files.ts';
import { jsonIn } from './json-form.ts';
import { RIG_KEYS, SPELLINGS } from './keys.ts';
import type { FixedAddress, OwnerConfig } from './model.ts';
import { whyItself } from './never-a-stack.ts';
import { conflict, readPools } from './owner-pools.ts';
import { type Reading, type RigSettings, sameValue } from './reading.ts';
import { REMEMBERED_FILE, type Remembered, readRemembered } from './remembered.ts';
import { listSettings } from './settings.ts';

export type { ConfigFile } from './files.ts';

const MIB = 2 ** 20;

/** More messages than a screen holds help nobody. */
const MAX_MESSAGES = 20;

/**
 * Reads the kernel command line and the files of the config partition. The command line beats the stick; on the
 * stick, key by key, rigforge.conf beats config.json beats an address on a line of its own. On a laptop a stack may run beside the
 * engine; on a rig nothing does. Pure; never throws.
 */
export function readOwnerConfig(input: {
  cmdline: string;
  files: ConfigFile[];
  laptop?: boolean;
}): OwnerConfig {
  const written = writtenCommandLine(input);
  const cmdline = [readCommandLine(written), ...commandLineFiles({ cmdline: written, files: input.files })];
  const files = input.files
    .map((file) => ({ file, rank: fileRank(file.name) ?? 99 }))
    .filter(({ rank }) => rank < 99)
    .sort((a, b) => a.rank - b.rank || inNaturalOrder(a.file.name, b.file.name))
    .map(({ file }) => readFile(file));
  const readings = [...cmdline, ...files];
  if (input.laptop !== true) readings.forEach(leaveItselfOut);
  const messages = readings.flatMap((reading) => reading.messages);

  const { pools, poolsHash } = readPools(
    { cmdline, files, remembered: rememberedIn(input.files), laptop: input.laptop === true },
    messages,
  );
  const rig = strongestOf(readings, messages);
  const reserveMb = rig.reserve?.value ?? null;
  // RigForge's 0 is no ceiling.
  const ceilingMb = rig.ceiling?.value ?? 0;
  return {
    pools,
    namesPools: readings.some((reading) => reading.namesPools),
    poolsHash,
    label: rig.label?.value ?? null,
    waitSeconds: rig.wait?.value ?? null,
    donatePercent: rig.donation?.value ?? null,
    threads: rig.threads?.value ?? null,
    reserveBytes: reserveMb === null ? null : reserveMb * MIB,
    hugePageBytes: ceilingMb === 0 ? null : ceilingMb * MIB,
    names: rig.names?.value ?? [],
    discovery: rig.discovery?.value ?? true,
    sweep: rig.sweep?.value ?? true,
    network: networkOf(rig, messages),
    messages: capped(messages),
    settings: listSettings(
      pools,
      rig,
      cmdline.map((reading) => reading.rig),
    ),
  };
}

function rememberedIn(files: ConfigFile[]): Remembered | null {
  const file = files.find(({ name }) => name.toLowerCase() === REMEMBERED_FILE);
  return file === undefined ? null : readRemembered(file.content);
}

/** The kernel's command line, with what the boot loader lost on the way from its file. */
function writtenCommandLine({ cmdline, files }: { cmdline: string; files: ConfigFile[] }): string {
  return files
    .filter((file) => isCommandLineFile(file.name))
    .map((file) => decodeText(file.content))
    .reduce((line, decoded) => ('text' in decoded ? asWritten(line, decoded.text) : line), cmdline);
}

/** What the boot loader's file says beyond what reached the kernel. */
function commandLineFiles({ cmdline, files }: { cmdline: string; files: ConfigFile[] }): Reading[] {
  return files
    .filter((file) => isCommandLineFile(file.name))
    .map((file) => {
      const decoded = decodeText(file.content);
      return 'error' in decoded
        ? unreadable(COMMAND_LINE_FILE, decoded.error)
        : readCommandLineFile(decoded.text, cmdline);
    });
}

/** One file by its form, not by its name: JSON in a .txt is still JSON. */
function readFile(file: ConfigFile): Reading {
  const name = cleanText(file.name, 60);
  const decoded = decodeText(file.content);
  if ('error' in decoded) return unreadable(name, decoded.error);
  const json = jsonIn(decoded.text);
  return json === null ? readConfLines(decoded.text, name) : readConfigJson(json, name);
}

/** A pool that is this rig itself is named, and left out as if it were not there. */
function leaveItselfOut(reading: Reading): void {
  reading.pools = reading.pools.filter(({ address, where, options }) => {
    // Behind a proxy these names mean the proxy's own computer.
    const proxy = options.socks5 ?? reading.common.socks5;
    const why = proxy ? null : whyItself(address.host);
    if (why !== null) reading.messages.push({ level: 'error', where, text: why });
    return why === null;
  });
}

function unreadable(where: string, text: string): Reading {
  return { pools: [], namesPools: false, common: {}, rig: {}, messages: [{ level: 'error', where, text }] };
}

/** Takes each setting of the rig from the first reading that has it, and mentions the others that say something else. */
function strongestOf(readings: Reading[], messages: Message[]): RigSettings {
  const settings: RigSettings = {};
  for (const key of RIG_KEYS) {
    const [first, ...rest] = readings.flatMap((reading) => reading.rig[key] ?? []);
    if (first === undefined) continue;
    Object.assign(settings, { [key]: first });
    for (const other of rest.filter(({ value }) => !sameValue(value, first.value))) {
      messages.push(conflict(SPELLINGS[key][0], first.where, other.where));
    }
  }
  return settings;
}

/** The rig's own address, which gateway and port only serve; name servers may be set for one that the router gives as well. */
function networkOf(rig: RigSettings, messages: Message[]): FixedAddress | null {
  const { address, gateway, dns, interface: port } = rig;
  if (address === undefined) {
    for (const [key, found] of Object.entries({ gateway, ...(dns ? {} : { interface: port }) })) {
      const text = `${key} does not count without the rig's own address; write address=192.168.1.50/24 as well`;
      if (found !== undefined) messages.push({ level: 'warning', where: found.where, text });
    }
    const name = port?.value ?? null;
    return dns === undefined
      ? null
      : { address: null, gateway: null, dns: dns.value, interface: name, where: dns.where };
  }
  if (gateway === undefined) {
    const text =
      'address without gateway: this rig reaches its own network only; write gateway= for pools elsewhere';
    messages.push({ level: 'info', where: address.where, text });
  }
  return {
    address: address.value,
    gateway: gateway?.value ?? null,
    dns: dns?.value ?? (gateway === undefined ? [] : [gateway.value]),
    interface: port?.value ?? null,
    where: address.where,
  };
}

function capped(messages: Message[]): Message[] {
  if (messages.length <= MAX_MESSAGES) return messages;
  const order = { error: 0, warning: 1, info: 2 };
  const kept = messages.toSorted((a, b) => order[a.level] - order[b.level]).slice(0, MAX_MESSAGES - 1);
  const more = messages.length - kept.length;
  return [...kept, { level: 'info', where: 'config', text: `${more} more messages are not shown` }];
}
