import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Rig } from '../qemu/rig.ts';
import { bootRig, explainFailure, MINING_MS, mined, moreShares } from './support/boot.ts';

describe('a UEFI machine with no keyboard, its pool on the command line, and a stack that comes late', () => {
  let rig: Rig;
  const cmdline = 'rigforge.pool=10.77.0.1 rigforge.labl=garage rigforge.label=garage-1';
  beforeAll(async () => {
    rig = await bootRig(
      ...['--firmware', 'uefi', '--memory', '2G', '--keyboard', 'none'],
      ...['--cmdline', cmdline, '--no-stack'],
    );
  });
  afterAll(() => rig?.stop());
  beforeEach(() => explainFailure(() => rig));

  it('says the misspelt option in one line on the screen', async () => {
    await rig.machine.screen.waitFor(/rigforge\.labl/, 300_000);
  });

  it('waits for the stack, and mines', async () => {
    const waiting = await rig.snapshotWhere(({ target }) => target !== null, 300_000);
    expect(waiting.miner?.connected ?? false).toBe(false);
    await rig.startStack();
    await moreShares(rig, 3, MINING_MS);
    const snapshot = await rig.snapshotWhere(mined, 300_000);
    expect(snapshot.rig).toMatchObject({ keyboard: false, label: 'garage-1' });
    expect(snapshot.target).toMatchObject({ source: 'cmdline', address: '10.77.0.1', port: 3333 });
    expect(snapshot.messages.map(({ text }) => text).join('\n')).toContain('rigforge.labl');
    expect(rig.shares().workers).toEqual(['garage-1']);
  });
});
