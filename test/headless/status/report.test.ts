import { describe, expect, it } from 'vitest';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import type { Effect } from '../../../headless/state/effect.ts';
import { pithead, poolSetting, Rig } from '../rig.ts';

function reports(effects: Effect[]): (string | null)[] {
  return effects.flatMap((effect) => (effect.effect === 'writeReport' ? [effect.text] : []));
}

function readConfig(rig: Rig, conf: string, on: { stickPresent?: boolean; reportPresent?: boolean } = {}) {
  const config = readOwnerConfig({
    cmdline: '',
    files: [{ name: 'rigforge.conf', content: Buffer.from(conf) }],
  });
  const { stickPresent = true } = on;
  return rig.tell({
    event: 'configRead',
    config,
    stickRead: stickPresent,
    reportPresent: false,
    ...on,
    stickPresent,
  });
}

describe('the report on the stick', () => {
  it('says after two minutes why the rig does not mine, once', () => {
    const rig = new Rig().untilFinding();
    expect(reports(rig.pass(115))).toEqual([]);
    const written = reports(rig.pass(60));
    expect(written).toHaveLength(1);
    expect(written[0]).toContain('Report of the rig rig-0a1b2c');
    expect(written[0]).toContain('This rig is NOT mining.\n\nWhy: ');
    expect(written[0]).toContain('Network:\n- eno1: cable in, 192.168.7.40/24');
    expect(written[0]).toContain('Stacks:\n- none was found');
    expect(reports(rig.pass(3600))).toEqual([]);
  });

  it('is written anew when the reason is another one, ten minutes later at the earliest', () => {
    const rig = new Rig().untilFinding();
    expect(reports(rig.pass(125))).toHaveLength(1);
    const problem = 'it asks for a password';
    rig.tell({ event: 'stackSeen', stack: { ...pithead, status: 'needsPassword', problem } });
    expect(reports(rig.pass(540))).toEqual([]);
    const [again] = reports(rig.pass(120));
    expect(again).toContain(`pithead.local:3333: ${problem}`);
  });

  it('goes away when the rig mines, also the one of an earlier start', () => {
    const rig = new Rig().untilFinding({ waitSeconds: 0 });
    readConfig(rig, '', { reportPresent: true });
    rig.tell({ event: 'stackSeen', stack: pithead });
    expect(reports(rig.pass(10))).toEqual([]);
    rig.untilMining();
    expect(reports(rig.pass(5))).toEqual([null]);
    expect(reports(rig.pass(600))).toEqual([]);
  });

  it('names the mistakes in the config of a rig that mines, at once, and goes away with them', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
    const [text] = reports(readConfig(rig, 'pool=pool.lan\npool=a.local:99999\nwiat=3'));
    expect(text).toContain('This rig found errors in its config');
    expect(text).toContain('To fix:\n- rigforge.conf line 2: pool: port "99999" is not a number');
    expect(text).toContain('- rigforge.conf line 3: unknown key "wiat"; did you mean wait?');
    expect(reports(rig.pass(60))).toEqual([]);
    expect(reports(readConfig(rig, 'pool=pool.lan', { reportPresent: true }))).toEqual([null]);
  });

  it('stays while a rig is paused that has not hashed yet', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 });
    expect(reports(rig.pass(130))).toHaveLength(1);
    rig.tell({ event: 'intent', intent: { intent: 'pause' } });
    expect(reports(rig.pass(600))).toEqual([]);
    rig.tell({ event: 'intent', intent: { intent: 'resume' } });
    rig.untilMining();
    expect(reports(rig.pass(5))).toEqual([null]);
  });

  it('is not written while a person pauses the rig or thinks at its screen', () => {
    const rig = new Rig().untilFinding({ pools: [poolSetting], keyboard: true });
    for (let minute = 0; minute < 5; minute += 1) {
      rig.tell({ event: 'intent', intent: { intent: 'touch' } });
      expect(reports(rig.pass(60))).toEqual([]);
    }
  });

  it('is not written without a stick, and when the stick is put back', () => {
    const rig = new Rig().untilFinding();
    readConfig(rig, '', { stickPresent: false });
    expect(reports(rig.pass(600))).toEqual([]);
    expect(reports(readConfig(rig, ''))).toHaveLength(1);
  });
});

describe('a choice that is to be remembered', () => {
  it('goes to the stick with its password and the pin, and the label of the rig does not', () => {
    const rig = new Rig().untilFinding();
    const pin = 'ab'.repeat(32);
    rig.tell({ event: 'stackSeen', stack: { ...pithead, tls: true, fingerprint: pin } });
    const choice = { intent: 'choose', stackId: pithead.id, password: 'tulip' } as const;
    const effects = rig.tell({ event: 'intent', intent: { ...choice, remember: true } });
    expect(effects).toContainEqual({
      effect: 'saveChoice',
      pool: {
        host: 'pithead.local',
        port: 3333,
        tls: true,
        fingerprint: pin,
        user: null,
        password: 'tulip',
        socks5: null,
      },
      poolsHash: rig.state.config?.poolsHash,
    });
    const silent = new Rig().untilFinding();
    silent.tell({ event: 'stackSeen', stack: pithead });
    const spoken = silent.tell({ event: 'intent', intent: choice });
    expect(spoken.filter(({ effect }) => effect === 'saveChoice')).toEqual([]);
  });

  it('of a typed address is remembered too', () => {
    const rig = new Rig().untilFinding();
    const intent = { intent: 'type', address: '10.0.0.9:3334', password: null, remember: true } as const;
    expect(rig.tell({ event: 'intent', intent })).toContainEqual(
      expect.objectContaining({
        effect: 'saveChoice',
        pool: expect.objectContaining({ host: '10.0.0.9', port: 3334, password: null }),
      }),
    );
  });
});
