import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rig } from '../qemu/rig.ts';
import { Stack } from '../stack/stack.ts';
import {
  bootRig,
  explainFailure,
  MINING_MS,
  mined,
  moreShares,
  scratch,
  wakeConsole,
} from './support/boot.ts';

describe('a stick with a mistake in its config, on a network with something else on port 3333', () => {
  let rig: Rig;
  let impostor: Stack;

  beforeAll(async () => {
    const config = join(await scratch(), 'config');
    await mkdir(config);
    await writeFile(join(config, 'rigforge.conf'), 'pool=10.77.0.1:99999\n');
    rig = await bootRig('--memory', '2G', '--config', config);
    await execa('ip', ['address', 'add', '10.77.0.2/24', 'dev', 'lan0']);
    impostor = await Stack.start({ address: '10.77.0.2', interface: 'lan0', name: 'umbrel', fault: 'http' });
  });
  afterAll(async () => {
    await impostor?.stop();
    await rig?.stop();
  });
  beforeEach(() => explainFailure(() => rig));

  it('says on the screen which line is wrong', async () => {
    const screen = await rig.machine.screen.waitFor(/99999/, 300_000);
    expect(screen).toMatch(/rigforge\.conf/);
  });

  it('mines all the same, on the stack that is one', async () => {
    await moreShares(rig, 3, MINING_MS);
    const snapshot = await rig.snapshotWhere(mined, 300_000);
    expect(snapshot.target).toMatchObject({ source: 'discovery', address: '10.77.0.1' });
  });

  it('says what the other one is', async () => {
    const { stacks } = await rig.snapshot();
    const other = stacks.find(({ address }) => address === '10.77.0.2');
    expect(other).toMatchObject({ status: 'notStratum' });
    expect(other?.problem ?? '').not.toBe('');
    await wakeConsole(rig);
    rig.machine.typeOnSerial('2');
    await rig.machine.screen.waitFor(/umbrel/, 180_000);
  });
});
