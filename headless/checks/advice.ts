import type { ClockUnderLoad } from '../rig/clock-under-load.ts';
import type { RigFacts } from '../rig/facts.ts';
import type { Advice } from '../snapshot.ts';
import { chooseMsrPreset } from '../tuning/msr-presets.ts';
import { registersWorth, WORTH } from '../tuning/worth.ts';
import { adviseOnMemory } from './memory-advice.ts';

const MIB = 1024 * 1024;
/** All cores at once never reach the clock of a single one; servers and laptops by design stay at some two thirds of it. */
const LOW_CLOCK = 0.6;

/** What is known beside the facts: how XMRig runs, and the clock while it hashes (null before it was read). */
export interface AdviceContext {
  lightMode: boolean;
  clock: ClockUnderLoad | null;
}

/** What the owner of this computer could change about it to get more out of it; empty when there is nothing. Pure. */
export function adviseOwner(facts: RigFacts, context: AdviceContext): Advice[] {
  // The tables, threads and clocks of a virtual machine are its maker's inventions.
  if (facts.cpu.hypervisor) return [...lightMode(context), virtualMachine(facts)];
  return [
    ...lightMode(context),
    ...adviseOnMemory(facts.memoryBoard),
    ...lowClock(context.clock),
    ...smtOff(facts),
    ...lockedRegisters(facts),
  ];
}

function lightMode(context: AdviceContext): Advice[] {
  if (!context.lightMode) return [];
  const text = 'Add memory: 4 GB is enough for fast mode on a computer with one memory node.';
  return [{ id: 'lightMode', text, why: sentence(WORTH.light) }];
}

function virtualMachine(facts: RigFacts): Advice {
  const registers = chooseMsrPreset(facts.cpu) === null ? '' : registerWorth(facts);
  const why = `A virtual machine shares its CPU, and hides or ignores the registers that XMRig tunes.${registers}`;
  return { id: 'hypervisor', text: 'Boot the stick on the computer itself, not in a virtual machine.', why };
}

function lowClock(clock: ClockUnderLoad | null): Advice[] {
  if (clock === null || clock.megahertz >= LOW_CLOCK * clock.mostMegahertz) return [];
  const text = `Look at cooling and power limits: the CPU mines at ${ghz(clock.megahertz)} of ${ghz(clock.mostMegahertz)}.`;
  const why =
    'Heat, dust, a power limit set in the firmware, or a laptop without its charger slow it down. Worth: unknown.';
  return [{ id: 'lowClock', text, why }];
}

/** Second threads are of use only where the cache has room for their scratchpads of 2 MiB. */
function smtOff({ cpu }: RigFacts): Advice[] {
  const room = cpu.l3Bytes === null ? 0 : Math.floor(cpu.l3Bytes / (2 * MIB));
  if (!cpu.smtOff || room <= cpu.threads) return [];
  const text = 'Switch SMT (Intel: Hyper-Threading) on in the firmware setup.';
  const why = `XMRig runs on ${cpu.threads} threads, and the cache has room for ${room}. Worth: unknown.`;
  return [{ id: 'smtOff', text, why }];
}

function lockedRegisters(facts: RigFacts): Advice[] {
  const { lockdown, secureBoot } = facts.firmware;
  if (lockdown === null || lockdown === 'none' || chooseMsrPreset(facts.cpu) === null) return [];
  const text = secureBoot
    ? 'Switch Secure Boot off in the firmware setup, if nothing else needs it.'
    : 'Take lockdown= out of the kernel command line.';
  const why = `The kernel is locked down (${lockdown}) and forbids XMRig's CPU registers.${registerWorth(facts)}`;
  return [{ id: 'lockdown', text, why }];
}

function registerWorth({ cpu }: RigFacts): string {
  return ` They are worth: ${registersWorth(chooseMsrPreset(cpu))}.`;
}

function ghz(megahertz: number): string {
  return `${(megahertz / 1000).toFixed(1)} GHz`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
