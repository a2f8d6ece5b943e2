/** The engine's notes in words. Pure. */
import { algorithmName } from '../algorithm.ts';
import type { Failing } from '../pool.ts';
import type { Message } from '../snapshot.ts';
import type { Effect } from '../state/effect.ts';
import type { Note } from '../state/note.ts';
import { sayProblem } from './miner-problem.ts';
import { sayHow } from './restarts.ts';

/** What to do about a password that is wrong or missing. */
export const PASSWORD_CURE = 'enter its password on screen 2 (Stacks), or set pass= in rigforge.conf';

/** A proxy that cuts RandomX v2's shares short, and the way out. */
export const OLD_PROXY =
  'a proxy older than xmrig-proxy 6.26 loses a part of each share of RandomX v2: update it';

/** `note` as a message: what, where, what to do. */
export function sayNote(note: Note): Message {
  switch (note.note) {
    case 'stackGone':
      return message('warning', 'stacks', 'that stack has gone from the network; choose another');
    case 'wrongAddress':
      return message('error', 'typed address', note.why);
    case 'walletMissing':
      return message('error', 'your choice', note.why);
    case 'nothingToPause':
      return message('info', 'pause', 'the rig is not mining yet, so there is nothing to pause');
    case 'ownComputer': {
      const text = 'this is your own computer: RigForge does not restart or shut it down';
      return message('warning', 'power', text);
    }
    case 'saved': {
      const text = `${note.place} is remembered: the next start from this stick goes there by itself`;
      return message('info', 'stick', text);
    }
    case 'minerProblem':
      return message('warning', 'XMRig', minerProblem(note));
    case 'usesTls':
      return message('info', note.place, `uses TLS: mining with TLS${heldTo(note.fingerprint)}`);
    case 'isBack': {
      const how = note.tls ? 'with a different TLS certificate' : 'without TLS';
      return message('warning', note.place, `it is back ${how}; mining there again (automatic choice)`);
    }
    case 'passedOver': {
      const text = `it ${sayFailing(note, PASSED_OVER)}: trying ${note.next} first for now`;
      return message('warning', note.place, text);
    }
    case 'moved':
      return message('info', note.place, `it moved to ${note.address}: following it there`);
    case 'left': {
      const text = `it ${sayLost(note)}; switching to ${note.next} (automatic choice)`;
      return message('warning', note.place, text);
    }
    case 'workChanged':
      return message('info', 'Monero', workChanged(note));
    case 'failed':
      return message('error', EFFECTS[note.effect], note.error);
    case 'said':
      return note.message;
  }
}

/** What is wrong with a place that is still there, as in "it has handed out no new work for an hour". */
export function sayUseless(failing: Failing): string {
  return sayFailing(failing, PASSED_OVER);
}

/** Why a guess was left, as in "it was unreachable for 10 minutes". */
export function sayLost(failing: Failing): string {
  return sayFailing(failing, LOST);
}

const PASSED_OVER: Words = {
  drops: 'keeps dropping the connection',
  dead: 'is dead',
  never: 'has never worked',
  behind: 'stayed behind with RandomX v1',
  rejects: 'rejects every share, for 10 minutes now',
  nothing: 'has accepted no share where 20 were to be expected',
  tooHard: 'asks for more work per share than this computer does in a day',
  still: 'has handed out no new work for an hour',
  ends: 'is where XMRig exits again and again',
};
const LOST: Words = {
  drops: 'kept dropping the connection',
  dead: 'was unreachable for 10 minutes',
  never: 'did not work from the start',
  behind: 'stayed behind with RandomX v1',
  rejects: 'rejected every share for 10 minutes',
  nothing: 'accepted no share where 20 were to be expected',
  tooHard: 'asked for more work per share than this computer does in a day',
  still: 'handed out no new work for an hour',
  ends: 'is where XMRig exited again and again',
};
type Words = Readonly<Record<Failing['failing'], string>>;

function sayFailing(failing: Failing, words: Words): string {
  const cure = failing.failing === 'rejects' && failing.oldProxy ? ` (${OLD_PROXY})` : '';
  const how = failing.failing === 'ends' ? sayHow(failing.ended) : '';
  return `${words[failing.failing]}${cure}${how}`;
}

function minerProblem({ problem, at }: Extract<Note, { note: 'minerProblem' }>): string {
  const said = sayProblem(problem, at?.place ?? null);
  return problem.problem === 'refused' && problem.wantsPassword ? `${said}; ${PASSWORD_CURE}` : said;
}

function heldTo(fingerprint: string | null): string {
  return fingerprint === null ? '' : `, pinned to its current certificate (SHA-256 ${fingerprint})`;
}

function workChanged({ height, algorithm, expected }: Extract<Note, { note: 'workChanged' }>): string {
  const at = height === null ? '' : ` at height ${height.toLocaleString('en-US')}`;
  const hashrate = expected ?? 'other H/s than before are no fault of this computer';
  return `changed its proof of work${at}: now ${algorithmName(algorithm)}; ${hashrate}`;
}

/** What an effect does, for its failures. */
const EFFECTS: Readonly<Record<Effect['effect'], string>> = {
  checkAdoption: 'looking for a running XMRig',
  readRig: 'reading this machine',
  readConfig: 'reading the config',
  tune: 'tuning',
  tuneCpus: 'tuning',
  nameRig: 'naming this rig',
  discover: 'looking for stacks',
  sweep: 'looking for stacks',
  lookAgain: 'looking for stacks',
  linksChanged: 'looking for stacks',
  probe: 'asking the pool',
  startMiner: 'starting XMRig',
  stopMiner: 'stopping XMRig',
  confirmTuning: 'reading the tuning back',
  saveSession: 'remembering the choice',
  writeReport: 'writing the report on the stick',
  saveChoice: 'remembering on the stick',
  power: 'power',
};

function message(level: Message['level'], where: string, text: string): Message {
  return { level, where, text };
}
