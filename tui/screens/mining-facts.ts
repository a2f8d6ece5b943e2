import { algorithmName } from '../../headless/algorithm.ts';
import { formatEndpoint } from '../../headless/endpoint.ts';
import type { Miner, Snapshot, TuningRecord } from '../../headless/snapshot.ts';
import { celsius, count, duration, milliseconds, percent, watts } from '../format.ts';
import { tuningWord } from '../knobs.ts';
import type { Line } from '../line.ts';
import { field, wideField } from '../widgets/fields.ts';

/**
 * What stands below the hashrate: shares, where they go and why, what the tuning gives, and what is left untouched. Where there
 * are fewer than all `rows` for it, it does without those that matter least.
 */
export function factLines(snapshot: Snapshot, width: number, rows: number): Line[] {
  const { miner, target, rig, mode } = snapshot;
  const pool = target ? formatEndpoint(target.host, target.port) : miner?.pool || 'none chosen yet';
  const lines: Record<Fact, Line | null> = {
    shares: miner && field('Shares', shares(miner), width),
    pool: wideField('Pool', pool, miner ? ping(miner) : '', width),
    why: target || miner ? wideField('', target?.why ?? '', miner ? connected(miner) : '', width) : null,
    job: miner && field(miner.algorithm ? algorithmName(miner.algorithm) : 'Job', job(miner), width),
    tuning: field('Tuning', tuned(snapshot), width),
    miner: field('Miner', miner ? minerFacts(miner, snapshot) : ['not running'], width),
    untouched: mode === 'image' ? untouched(snapshot, width) : null,
    running: running(miner, rig.uptimeSeconds, width),
  };
  for (const fact of LEAST_FIRST) {
    if (factsIn(lines).length > rows && !(fact === 'running' && miner && miner.restarts > 0)) {
      lines[fact] = null;
    }
  }
  return factsIn(lines);
}

type Fact = 'shares' | 'pool' | 'why' | 'job' | 'tuning' | 'miner' | 'untouched' | 'running';

/** Those that can be done without, the least first. */
const LEAST_FIRST: readonly Fact[] = ['running', 'untouched', 'job', 'miner'];

function factsIn(lines: Record<Fact, Line | null>): Line[] {
  return Object.values(lines).filter((line) => line !== null);
}

function shares({ accepted, rejected, lastShareSeconds }: Miner): string[] {
  const last = lastShareSeconds === null ? 'none yet' : `last one ${duration(lastShareSeconds)} ago`;
  return [`${count(accepted)} accepted`, `${count(rejected)} rejected`, last];
}

function ping(miner: Miner): string {
  return miner.connected ? `ping ${milliseconds(miner.pingMs)}` : 'not connected';
}

function connected(miner: Miner): string {
  return miner.connected ? `connected ${duration(miner.connectionSeconds)}` : '';
}

// The donation goes to XMRig's developers, unless a proxy takes it over.
function job({ difficulty, height, donateLevelPercent: level, version }: Miner): string[] {
  const donation = level > 0 && level <= 100 ? `donation ${level} % to XMRig` : 'no donation';
  const known =
    difficulty > 0 ? [`difficulty ${count(difficulty)}`, `height ${count(height)}`] : ['none yet', ''];
  return [...known, version ? donation : ''];
}

// XMRig's own count of its huge pages, once it has one; before, and for the others, what the engine read back.
function tuned({ tuning, miner }: Snapshot): string[] {
  if (tuning.length === 0) {
    return ['nothing tuned yet'];
  }
  const status = (knob: TuningRecord['knob']) => {
    const record = tuning.find((one) => one.knob === knob);
    return record ? tuningWord(record) : '-';
  };
  const { allocated = 0, wanted = 0 } = miner?.hugePages ?? {};
  const pages = wanted > 0 ? percent(allocated, wanted) : status('hugePages2M');
  return [`huge pages ${pages}`, `MSR ${status('msr')}`, `governor ${status('governor')}`];
}

// Without a version nothing of this was reported yet.
function minerFacts(miner: Miner, { rig, sensors, paused }: Snapshot): string[] {
  if (!miner.version) {
    return ['starting'];
  }
  const nodes = rig.nodes > 1 ? `, ${count(rig.nodes)} nodes` : '';
  const threads =
    miner.threads > 0 ? `${count(miner.threads)} ${miner.threads === 1 ? 'thread' : 'threads'}${nodes}` : '';
  const sensed = [celsius(sensors.cpuCelsius), watts(sensors.powerWatts)].filter((one) => one !== null);
  return [
    `XMRig ${miner.version}`,
    paused ? 'paused' : miner.running ? threads : 'not running',
    sensed.length > 0 ? `CPU ${sensed.join(', ')}` : '',
  ];
}

function untouched({ stick, disks }: Snapshot, width: number): Line {
  const written = `${count(disks.sectorsWritten)} sectors written`;
  return field(
    'Stick',
    [stickState(stick), disks.count > 0 ? `host disks: ${written}` : 'no host disks'],
    width,
  );
}

function stickState({ present, removable }: Snapshot['stick']): string {
  if (!removable) {
    return present ? 'leave it in' : 'not there';
  }
  return present ? 'can be taken out' : 'removed, not needed';
}

function running(miner: Miner | null, rigSeconds: number, width: number): Line {
  const rig = `rig ${duration(rigSeconds)}`;
  if (!miner) {
    return field('Running', [rig], width);
  }
  const { restarts, restartReason, uptimeSeconds } = miner;
  if (restarts <= 0) {
    return field('Running', [rig, `miner ${duration(uptimeSeconds)}`], width);
  }
  const times = restarts === 1 ? 'once' : `${count(restarts)} times`;
  const why = restartReason ? `: ${restartReason}` : '';
  return field('Running', [rig, `miner ${duration(uptimeSeconds)}, restarted ${times}${why}`], width);
}
