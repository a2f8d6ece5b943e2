import { expect, it } from 'vitest';
import { factInLine } from '../../../headless/miner/log.ts';
import { messagesOf } from '../../../headless/status/messages.ts';
import { poolSetting, Rig, summary } from '../rig.ts';

const HOUR = 3600;

function mining(): Rig {
  return new Rig().untilFinding({ pools: [poolSetting], waitSeconds: 0 }).untilMining();
}

/** XMRig's line about what it caught since its start. */
function caught(rig: Rig, count: number) {
  const line = `[2026-11-28 12:00:00.000]  randomx  caught ${count} faults of this computer while hashing: those hashes are dropped`;
  const fact = factInLine(line);
  if (!fact) throw new Error('the line is not understood');
  return rig.tell({ event: 'minerLog', fact });
}

const isNew = { phase: null, height: null, problem: null, isNewProcess: true };
const shown = (rig: Rig) => messagesOf(rig.state).filter(({ where }) => where === 'this computer');
const reports = (rig: Rig) =>
  rig.effects.flatMap((effect) => (effect.effect === 'writeReport' ? [effect.text] : []));

/** Mines on for so long, with a look now and then. */
function mines(rig: Rig, seconds: number): void {
  for (let second = 0; second < seconds; second += 60) {
    rig.later(60);
    rig.tell({ event: 'minerStatus', pid: 42, summary: summary() });
  }
}

it('says that the computer failed, and forgets it a day after the last time', () => {
  const rig = mining();
  expect(shown(rig)).toEqual([]);
  caught(rig, 1);
  const text =
    'failed once in the middle of a hash since it was started; those hashes are dropped: undo any overclock and test its memory';
  expect(shown(rig)).toEqual([{ level: 'warning', where: 'this computer', text }]);
  mines(rig, 23 * HOUR);
  caught(rig, 2);
  mines(rig, 23 * HOUR);
  expect(shown(rig)[0]?.text).toContain('failed 2 times');
  mines(rig, HOUR);
  expect(shown(rig)).toEqual([]);
  // It has nothing to report while it mines.
  expect(reports(rig)).toEqual([]);
});

it('adds up what several XMRigs of one boot caught', () => {
  const rig = mining();
  caught(rig, 3);
  rig.tell({ event: 'minerLog', fact: isNew });
  caught(rig, 2);
  expect(shown(rig)[0]?.text).toContain('failed 5 times');
  expect(shown(rig)[0]?.text).toContain(', 2 of them since XMRig last started');
  // A process that was missed: its sum began again.
  caught(rig, 1);
  expect(rig.state.faults).toMatchObject({ earlier: 5, process: 1 });
});

it('is an error where they are many, and then in the report of a rig that mines', () => {
  const rig = mining();
  caught(rig, 12);
  expect(shown(rig)[0]?.level).toBe('error');
  rig.pass(2);
  expect(reports(rig).at(-1)).toContain('The computer of this rig makes mistakes.');
  expect(reports(rig).at(-1)).toContain(
    'What is wrong with this computer:\n- this computer: failed 12 times',
  );
  caught(rig, 13);
  rig.pass(60);
  expect(reports(rig)).toHaveLength(1);
  mines(rig, 25 * HOUR);
  expect(reports(rig).at(-1)).toBeNull();
});

it('outlives the engine', () => {
  const rig = mining();
  const [effect] = caught(rig, 4);
  const session = effect?.effect === 'saveSession' ? effect.session : null;
  const next = new Rig();
  next.tell({ event: 'started' });
  next.tell({ event: 'adoptionChecked', session, pid: 42 });
  next.readConfig([poolSetting]);
  next.readRig();
  next.tuned();
  expect(next.state.faults).toMatchObject({ earlier: 0, process: 4 });
  caught(next, 6);
  expect(shown(next)[0]?.text).toContain('failed 6 times');
});
