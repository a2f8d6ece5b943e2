import type { RigFacts } from '../rig/facts.ts';
import type { Check } from '../snapshot.ts';
import { chooseMsrPreset } from '../tuning/msr-presets.ts';
import type { XmrigTuning } from '../tuning/plan.ts';
import { registersWorth, WORTH } from '../tuning/worth.ts';

const MIB = 1024 * 1024;

/** RandomX's cache in light mode (256 MiB) and a running rig of at most 400 MB (docs/design.md, "Numbers to hold"). */
export const LEAST_MEMORY_BYTES = 640 * MIB;

/**
 * The checks a person sees first. A warning says what it costs and mining goes on; only a machine that cannot mine at
 * all makes `canMine` false.
 */
export function checkRig(facts: RigFacts): { checks: Check[]; canMine: boolean } {
  const checks = [
    checkCpu(facts),
    checkAes(facts),
    checkAvx2(facts),
    checkMemory(facts),
    checkFirmware(facts),
  ];
  return { checks, canMine: checks.every((check) => check.status !== 'failed') };
}

/** The checks with what the tuning found out about the memory: where only light mode fits, most of the hashrate is lost. */
export function checksInMode(checks: Check[], mode: XmrigTuning['mode']): Check[] {
  const why = `Only light mode fits: ${WORTH.light}. 4 GB is enough on a computer with one memory node.`;
  return checks.map((check) =>
    mode === 'light' && check.id === 'memory' && check.status === 'ok'
      ? { ...check, status: 'warning', why }
      : check,
  );
}

function checkCpu({ cpu }: RigFacts): Check {
  const check = { id: 'cpu', label: 'CPU' };
  if (!cpu.x64) {
    const why = 'XMRig needs a 64-bit CPU (x86-64); this machine cannot mine.';
    return { ...check, status: 'failed', value: cpu.brand, why };
  }
  const cores = `${cpu.cores} ${cpu.cores === 1 ? 'core' : 'cores'}`;
  const threads = `${cpu.threads} ${cpu.threads === 1 ? 'thread' : 'threads'}`;
  const cache = cpu.l3Bytes === null ? '' : `, ${Math.round(cpu.l3Bytes / MIB)} MB L3`;
  return { ...check, status: 'ok', value: `${cpu.brand}, ${cores}, ${threads}${cache}`, why: null };
}

function checkAes({ cpu }: RigFacts): Check {
  return cpu.aes
    ? { id: 'aes', label: 'AES', status: 'ok', value: 'in hardware', why: null }
    : {
        id: 'aes',
        label: 'AES',
        status: 'warning',
        value: 'missing',
        why: "This CPU has no AES instructions: it mines, about 4 times slower by RigForge's figure.",
      };
}

function checkAvx2({ cpu }: RigFacts): Check {
  return cpu.avx2
    ? { id: 'avx2', label: 'AVX2', status: 'ok', value: 'present', why: null }
    : {
        id: 'avx2',
        label: 'AVX2',
        status: 'warning',
        value: 'missing',
        why: 'This CPU has no AVX2: it mines, but preparing the dataset takes about 3 times as long (measured).',
      };
}

function checkMemory({ memory, numaNodes }: RigFacts): Check {
  const gib = (memory.totalBytes / (1024 * MIB)).toFixed(1);
  const nodes = numaNodes.length > 1 ? ` on ${numaNodes.length} nodes` : '';
  const check = { id: 'memory', label: 'Memory', value: `${gib} GB${nodes}` };
  if (memory.totalBytes >= LEAST_MEMORY_BYTES) return { ...check, status: 'ok', why: null };
  const why = `Even light mode needs ${LEAST_MEMORY_BYTES / MIB} MB; add memory.`;
  return { ...check, status: 'failed', why };
}

function checkFirmware({ firmware, cpu }: RigFacts): Check {
  const kind = firmware.kind === 'bios' ? 'BIOS' : 'UEFI';
  const secure =
    firmware.kind === 'bios' || firmware.secureBoot === null
      ? ''
      : `, Secure Boot ${firmware.secureBoot ? 'on' : 'off'}`;
  const check = { id: 'firmware', label: 'Firmware', value: kind + secure };
  const preset = chooseMsrPreset(cpu);
  // Lockdown costs nothing where there are no registers to tune.
  if (firmware.lockdown === null || firmware.lockdown === 'none' || preset === null)
    return { ...check, status: 'ok', why: null };
  const cure = firmware.secureBoot ? ' Switch Secure Boot off in the firmware to get them.' : '';
  const why = `The kernel is locked down (${firmware.lockdown}): it refuses the MSR registers that XMRig tunes. They are worth: ${registersWorth(preset)}.${cure}`;
  return { ...check, status: 'warning', why };
}
