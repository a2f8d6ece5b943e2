import { describe, expect, it } from 'vitest';
import { type AdviceContext, adviseOwner } from '../../../headless/checks/advice.ts';
import type { MemoryBoard, MemoryModule, RigFacts } from '../../../headless/rig/facts.ts';
import { adviceSchema } from '../../../headless/snapshot.ts';
import { booted } from '../tuning/topologies.ts';

const good = booted({ gib: 16, cores: 6, l3MiB: 32 });
const calm: AdviceContext = { lightMode: false, clock: null };
const MODULE: MemoryModule = {
  slot: 'DIMM_A2',
  bank: '',
  bytes: 8 * 2 ** 30,
  soldered: false,
  kind: 'DDR4',
  ratedMegatransfers: 3200,
  megatransfers: 3200,
};

function advise(change: Partial<RigFacts>, context: Partial<AdviceContext> = {}) {
  const advice = adviseOwner({ ...good, ...change }, { ...calm, ...context });
  for (const one of advice) expect(adviceSchema.parse(one)).toEqual(one);
  return advice;
}

function board(slots: number, ...modules: Partial<MemoryModule>[]): { memoryBoard: MemoryBoard } {
  return { memoryBoard: { slots, modules: modules.map((module) => ({ ...MODULE, ...module })) } };
}

const ids = (change: Partial<RigFacts>, context: Partial<AdviceContext> = {}) =>
  advise(change, context).map(({ id }) => id);

describe('adviseOwner', () => {
  it('has nothing to say about a good computer', () => {
    expect(ids({})).toEqual([]);
    expect(ids(board(4, { slot: 'DIMM_A2' }, { slot: 'DIMM_B2' }))).toEqual([]);
    expect(ids({}, { clock: { megahertz: 3900, mostMegahertz: 4900 } })).toEqual([]);
  });

  it('sees a single module, and two in one channel', () => {
    const [one] = advise(board(4, {}));
    expect(one).toMatchObject({ id: 'oneChannel' });
    expect(one?.text).toBe('Fit a second memory module: the only one is 8 GB in DIMM_A2.');
    expect(one?.why).toContain('Worth: unknown');
    const [two] = advise(board(4, { slot: 'ChannelA-DIMM0' }, { slot: 'ChannelA-DIMM1' }));
    expect(two?.text).toBe('Spread the memory modules over both channels: all 2 are in channel A.');
    expect(
      ids(board(4, { slot: 'DIMM 0', bank: 'P0 CHANNEL A' }, { slot: 'DIMM 1', bank: 'P0 CHANNEL A' })),
    ).toEqual(['oneChannel']);
  });

  it('does not guess where the slots have other names, where there is one slot, or chips on the board', () => {
    expect(ids(board(4, { slot: 'Slot 1' }, { slot: 'Slot 3' }))).toEqual([]);
    expect(ids(board(4, { slot: 'DIMM 0', bank: 'BANK 0' }, { slot: 'DIMM 1', bank: 'BANK 1' }))).toEqual([]);
    expect(ids(board(1, {}))).toEqual([]);
    expect(ids(board(2, { soldered: true }))).toEqual([]);
  });

  it('sees modules that run below what they are made for, or as slow as their kind starts', () => {
    const [below] = advise(board(2, { slot: 'DIMM_A1', megatransfers: 2133 }, { slot: 'DIMM_B1' }));
    expect(below?.text).toContain('the memory runs at 2133 MT/s and is made for 3200');
    const [slow] = advise(
      board(2, { slot: 'DIMM_A1', ...at(4800, 'DDR5') }, { slot: 'DIMM_B1', ...at(4800, 'DDR5') }),
    );
    expect(slow?.text).toContain('4800 MT/s is slow for DDR5');
    expect(ids(board(2, { slot: 'DIMM_A1', ...at(null, 'DDR4') }, { slot: 'DIMM_B1' }))).toEqual([]);
  });

  it('sees SMT off only where the cache could feed more threads', () => {
    const cpu = { ...good.cpu, cores: 6, threads: 6, smtOff: true };
    const [advice] = advise({ cpu });
    expect(advice).toMatchObject({ id: 'smtOff' });
    expect(advice?.why).toBe('XMRig runs on 6 threads, and the cache has room for 16. Worth: unknown.');
    expect(ids({ cpu: { ...cpu, l3Bytes: 12 * 2 ** 20 } })).toEqual([]);
    expect(ids({ cpu: { ...cpu, l3Bytes: null } })).toEqual([]);
  });

  it('sees a clock far below its maximum', () => {
    const [advice] = advise({}, { clock: { megahertz: 1800, mostMegahertz: 4900 } });
    expect(advice?.text).toContain('the CPU mines at 1.8 GHz of 4.9 GHz');
  });

  it('says what Secure Boot costs, where XMRig has a preset', () => {
    const firmware = { kind: 'uefi', secureBoot: true, lockdown: 'integrity' } as const;
    const [advice] = advise({ firmware });
    expect(advice).toMatchObject({ id: 'lockdown' });
    expect(advice?.text).toContain('Switch Secure Boot off');
    expect(advice?.why).toContain('+6.6 % on an EPYC 7642');
    expect(advise({ firmware, cpu: { ...good.cpu, vendor: 'Intel' } })[0]?.why).toContain('worth: unknown');
    expect(ids({ firmware, cpu: { ...good.cpu, family: 0x15 } })).toEqual([]);
    expect(advise({ firmware: { ...firmware, secureBoot: false } })[0]?.text).toContain('lockdown=');
  });

  it('says of a virtual machine only that it is one', () => {
    const cpu = { ...good.cpu, hypervisor: true, smtOff: true, threads: 6 };
    expect(ids({ cpu, ...board(4, {}) })).toEqual(['hypervisor']);
  });

  it('asks for more memory where only light mode fits', () => {
    const [advice] = advise({}, { lightMode: true });
    expect(advice?.why).toContain('8 to 9 %');
  });
});

function at(megatransfers: number | null, kind: string): Partial<MemoryModule> {
  return { megatransfers, ratedMegatransfers: megatransfers, kind };
}
