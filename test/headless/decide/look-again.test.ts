import { describe, expect, it } from 'vitest';
import { attic, pithead, poolSetting, Rig } from '../rig.ts';

const bare = { ...poolSetting, host: '192.168.7.9' };
const named = { ...poolSetting, host: 'pool.example.org', user: '4wallet', password: 'tulip' };

function look(rig: Rig) {
  const effects = rig.tell({ event: 'intent', intent: { intent: 'lookAgain' } });
  return {
    except: effects.flatMap((effect) => (effect.effect === 'lookAgain' ? effect.except : [])),
    probes: effects.flatMap((effect) => (effect.effect === 'probe' ? [effect] : [])),
  };
}

describe('looking again', () => {
  it('asks the pools of the config, with their passwords, and leaves what was found to discovery', () => {
    const pools = [bare, named, { ...poolSetting, host: pithead.host }];
    const rig = new Rig().untilFinding({ pools, waitSeconds: 3600 });
    rig.tell({ event: 'stackSeen', stack: pithead });
    rig.tell({ event: 'stackSeen', stack: attic });
    const { except, probes } = look(rig);
    expect(except).toEqual(['192.168.7.9:3333', 'pool.example.org:3333', pithead.id]);
    expect(probes.map(({ stackId }) => stackId)).toEqual(except);
    expect(probes[1]?.pool).toMatchObject({ host: 'pool.example.org', user: '4wallet', password: 'tulip' });
    rig.tell({ event: 'probed', stackId: '192.168.7.9:3333', address: '192.168.7.9', result: pithead });
    expect(rig.state.stacks['192.168.7.9:3333']).toMatchObject({ status: 'ready', height: pithead.height });
  });

  it('asks what was typed with the password that was typed', () => {
    const rig = new Rig().untilFinding();
    rig.tell({ event: 'intent', intent: { intent: 'type', address: '192.168.7.9', password: 'tulip' } });
    expect(look(rig).probes).toMatchObject([
      { stackId: '192.168.7.9:3333', open: true, pool: { password: 'tulip' } },
    ]);
  });

  it('asks nobody twice within five seconds', () => {
    const rig = new Rig().untilFinding({ pools: [bare], waitSeconds: 3600 });
    expect(look(rig).probes).toHaveLength(1);
    expect(look(rig)).toEqual({ except: ['192.168.7.9:3333'], probes: [] });
    rig.pass(5);
    expect(look(rig).probes).toHaveLength(1);
  });
});
