import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../../headless/snapshot.ts';
import { engineOn } from './engine-on-lan.ts';
import { canMakeLan, createLan } from './lan.ts';
import { stackOn } from './rig-on-lan.ts';

const PATIENCE = 240_000;

describe.skipIf(!canMakeLan)('a rig that mines at a stack which only its address led to', () => {
  it('follows it to another address by its network card', {
    timeout: PATIENCE,
  }, async () => {
    const lan = await createLan();
    try {
      const host = await lan.host('10.87.0.77/24');
      const stack = await stackOn(
        host,
        '--kind',
        'p2pool',
        '--address',
        '0.0.0.0',
        '--difficulty',
        '1000000',
        '--fixed',
      );
      const engine = await engineOn(await lan.host('10.87.0.9/24'), { mines: true });
      await engine.until(
        ({ miner, target }) => miner?.connected === true && target?.address === '10.87.0.77',
      );

      // The router gives it another one. It is closed meanwhile: what came in between would be connected to nothing.
      const settings = (fault: string) =>
        stack.stdin?.write(`{"command":"set","settings":{"fault":"${fault}"}}\n`);
      settings('refuse');
      stack.stdin?.write('{"command":"drop"}\n');
      await engine.until(({ miner }) => miner?.connected === false);
      await host.address('10.87.0.20/24');
      settings('none');
      const { target } = await engine.until(
        (snapshot) => snapshot.miner?.connected === true && snapshot.target?.address === '10.87.0.20',
      );
      expect(target).toMatchObject({ host: '10.87.0.20', source: 'discovery' });

      // Its row goes with it, and is not asked at the old address any more.
      const isThere = ({ stacks: [row] }: Snapshot) =>
        row?.address === '10.87.0.20' && row.name === '10.87.0.20';
      await engine.until(isThere);
      const away = engine.until((snapshot) => !isThere(snapshot)).then(() => 'away');
      expect(await Promise.race([away, sleep(8000, 'stays')])).toBe('stays');
      await engine.stop();
    } finally {
      await lan.close();
    }
  });
});

describe.skipIf(!canMakeLan)('a rig whose owner names the stack by its bare name', () => {
  it('shows it once, and mines there', { timeout: PATIENCE }, async () => {
    const lan = await createLan();
    try {
      const host = await lan.host('10.87.0.77/24');
      await Promise.all([host.avahi('pithead'), stackOn(host, '--difficulty', '1000000', '--fixed')]);
      const rig = await lan.host('10.87.0.9/24');
      const engine = await engineOn(rig, { mines: true, cmdline: 'rigforge.pool=pithead rigforge.wait=0' });
      const twice = engine.until(({ stacks }) => stacks.length > 1).then(() => 'twice');
      const { target, stacks } = await engine.until(({ stage }) => stage === 'mining');
      expect(target).toMatchObject({ host: 'pithead', address: '10.87.0.77', source: 'cmdline' });
      expect(stacks).toMatchObject([{ id: 'pithead:3333', found: 'configured', status: 'ready' }]);
      expect(await Promise.race([twice, sleep(8000, 'once')])).toBe('once');
      await engine.stop();
    } finally {
      await lan.close();
    }
  });
});
