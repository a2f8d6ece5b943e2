/** Lets one fault happen, holds what comes of it against what has to, and measures. */
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Snapshot } from '../../headless/snapshot.ts';
import type { Fault, Row } from './fault.ts';
import { makeScene, type Scene } from './scene.ts';

/** Until XMRig hangs up on who does not answer, and is through again, pass 80 s; the machine may be busy. */
const PATIENCE_SECONDS = 180;
/** Nothing goes wrong so late after it seemed well. */
const AFTERMATH_MS = 4_000;

export async function runFault(fault: Fault): Promise<Row> {
  const scene = await makeScene(fault.stacks, fault.rig ?? {});
  try {
    return await measure(fault, scene);
  } catch (error) {
    const { rig } = scene;
    console.log(
      `--- ${fault.id}: ${error instanceof Error ? error.message : error}\n${story(scene)}\n${last(rig.engineLog)}\n${last(rig.log)}`,
    );
    throw error;
  } finally {
    await scene.close();
  }
}

async function measure(fault: Fault, scene: Scene): Promise<Row> {
  const { rig } = scene;
  const patience = fault.patience ?? PATIENCE_SECONDS;
  const before = fault.before === undefined ? 'home' : fault.before;
  if (before !== null) await minesAt(scene, before, 0, patience);
  const { pid } = rig.xmrig;
  if (fault.said && before !== null) expect(saying(rig.console.snapshot, fault.said)).toBeNull();

  let from = performance.now();
  rig.hurry();
  await fault.act(scene);
  if (fault.isDrawnOut) from = performance.now();
  const { said } = fault;
  const noticed = said
    ? await rig.console.until(`${said}`, (snapshot) => saying(snapshot, said) !== null, patience)
    : null;
  rig.hurry();
  const hurriedMs = performance.now() - from;
  const noticedMs = noticed ? noticed.at - from : null;
  if (fault.lasts) await sleep(fault.lasts * 1000);
  if (fault.cure) {
    from = performance.now();
    await fault.cure(scene);
  }
  const back = await minesAt(scene, fault.again, scene.stack(fault.again).shares, patience);
  await sleep(AFTERMATH_MS);
  if (fault.sameXmrig) {
    expect(rig.xmrig.pid).toBe(pid);
    expect(rig.console.snapshot.miner).toMatchObject({ restarts: 0, running: true });
  }
  await fault.check?.(scene);
  const speed = rig.plan.speed ?? 1;
  const seconds = (ms: number) => Math.round(ms / 100) / 10;
  // After the end of the fault the clock goes as it should.
  const gainedMs = fault.cure ? 0 : hurriedMs * (speed - 1);
  return {
    id: fault.id,
    subject: fault.subject,
    fault: fault.fault,
    noticed: noticedMs === null ? null : seconds(noticedMs * speed),
    said: noticed && said ? saying(noticed.snapshot, said) : null,
    again: seconds(back - from + gainedMs),
    isAfterEnd: fault.cure !== undefined || fault.isDrawnOut === true,
    hand: fault.hand ?? null,
    speed,
  };
}

/** Waits until the screen says that the rig mines, and the stack has verified more than so many shares; gives the time of that. */
export async function minesAt(
  { rig, stack }: Scene,
  name: string,
  shares: number,
  seconds: number,
): Promise<number> {
  const isSo = (snapshot: Snapshot) => snapshot.stage === 'mining' && stack(name).shares > shares;
  return (await rig.console.until(`mines at ${name}`, isSo, seconds)).at;
}

/** The sentence of the screen that fits, or null. */
export function saying({ doing, messages }: Snapshot, words: RegExp): string | null {
  const sentences = [doing, ...messages.map(({ where, text }) => `${where}: ${text}`)];
  return sentences.find((sentence) => words.test(sentence)) ?? null;
}

/** What the screen said, one line each time that it changed. */
function story({ rig }: Scene): string {
  const [start] = rig.console.seen;
  const lines = rig.console.seen.map(({ at, snapshot: { stage, doing, miner, messages } }) => {
    const passed = ((at - (start?.at ?? 0)) / 1000).toFixed(0).padStart(4);
    const counts = miner
      ? `[${miner.pool} ${miner.accepted}/${miner.rejected} restarts ${miner.restarts}]`
      : '';
    return {
      passed,
      words: `${stage}: ${doing.replaceAll(/\d+ (s|min)\b/g, 'N $1')} | ${messages.map(({ text }) => text).join(' | ')}`,
      counts,
    };
  });
  return lines
    .filter(({ words }, index) => words !== lines[index - 1]?.words)
    .map(({ passed, words, counts }) => `${passed} ${words} ${counts}`)
    .slice(-40)
    .join('\n');
}

function last(log: string): string {
  return log.split('\n').slice(-25).join('\n');
}
