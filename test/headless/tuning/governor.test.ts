import { describe, expect, it } from 'vitest';
import { applyGovernor } from '../../../headless/tuning/governor.ts';
import { fakeMachine } from './fake-machine.ts';

const POLICY = 'sys/devices/system/cpu/cpufreq/policy';
const write = { readOnly: false };

describe('applyGovernor', () => {
  it('sets governor and energy preference of every policy', async () => {
    const machine = await fakeMachine();
    for (const i of [0, 1]) {
      await machine.put(`${POLICY}${i}/scaling_governor`, 'powersave\n');
      await machine.put(`${POLICY}${i}/energy_performance_preference`, 'balance_power\n');
    }
    const record = await applyGovernor(machine, write);
    expect(record).toMatchObject({
      asked: 'performance, energy preference performance',
      effective: 'performance on 2 of 2 clocks',
      status: 'full',
      why: null,
    });
    expect(await machine.get(`${POLICY}1/scaling_governor`)).toBe('performance');
  });

  it('says which clock would not', async () => {
    const machine = await fakeMachine();
    await machine.put(`${POLICY}0/scaling_governor`, 'performance\n');
    await machine.put(`${POLICY}1/scaling_governor`, 'userspace\n');
    machine.write = async () => {
      throw new Error('EINVAL: invalid argument, write');
    };
    const record = await applyGovernor(machine, write);
    expect(record).toMatchObject({ status: 'partial', effective: 'performance on 1 of 2 clocks' });
    expect(record.why).toBe(`/${POLICY}1/scaling_governor: EINVAL: invalid argument, write`);
  });

  it('does not apply where the kernel does not control the clock', async () => {
    expect(await applyGovernor(await fakeMachine(), write)).toMatchObject({ status: 'notApplicable' });
  });
});
