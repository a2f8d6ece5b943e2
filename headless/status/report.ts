/** Tells the owner of a rig without a screen, by a file on the stick, why it is not mining. Pure. */
import { uselessNow } from '../decide/results.ts';
import { rowsOf } from '../decide/stack-list.ts';
import { formatEndpoint } from '../endpoint.ts';
import type { Message } from '../snapshot.ts';
import type { Effect } from '../state/effect.ts';
import type { Event, Step } from '../state/event.ts';
import type { ReportState, State } from '../state/model.ts';
import { holdOf, minerOf, runningOf } from '../state/phase.ts';
import { faultMessages } from './faults.ts';
import { itselfMessages, walletMessages } from './messages.ts';
import { sayNote } from './notes.ts';
import { sayRestart } from './restarts.ts';
import { problemOf } from './stacks.ts';
import { doing } from './status-line.ts';
import { wrongHashMessages } from './wrong-hashes.ts';

/** A rig that does not mine for so long has something to tell; a start takes less, a dataset on a slow PC says itself. */
const GRACE_MS = 2 * 60_000;
/** The same trouble in other words is written again after this long: a stick wears. */
const AGAIN_MS = 10 * 60_000;

/** Has the report written, rewritten or taken away, once a second at most. */
export function followReport(before: State, event: Event): Step {
  if (event.event === 'configRead') {
    const written = event.reportPresent ? { about: '', inWords: '', at: 0 } : null;
    return follow({ ...before, report: { ...before.report, written } });
  }
  return event.event === 'tick' ? follow(before) : { state: before, effects: [] };
}

function follow(before: State): Step {
  // A person who pauses the rig, or thinks at its screen, needs no report.
  const activity = runningOf(before)?.activity.is;
  const earns = activity === 'mining' && uselessNow(before) === null;
  const fine = earns || activity === 'paused' || holdOf(before) !== null;
  const notMiningSince = fine ? null : (before.report.notMiningSince ?? before.now);
  const state: State = { ...before, report: { ...before.report, notMiningSince } };
  const { written } = state.report;
  if (!state.stick.present || !state.config) return { state, effects: [] };

  const stuck = notMiningSince !== null && state.now - notMiningSince >= GRACE_MS;
  // A misspelt key is only a warning on the screen, but its owner may not know that it does not count.
  const mistakes = [
    ...state.config.messages.filter(({ level }) => level !== 'info'),
    ...itselfMessages(state),
    ...walletMessages(state).filter(({ level }) => level === 'error'),
  ];
  // A computer that fails again and again may mine all the same: its owner should know before it does not.
  const failing = computerMessages(state);
  const isFailing = failing.some(({ level }) => level === 'error');
  if (!stuck && mistakes.length === 0 && !isFailing) {
    const cured = written !== null && earns;
    return cured ? withReport(state, null, null) : { state, effects: [] };
  }
  // Without their counts, which grow.
  const about = JSON.stringify([stuck, mistakes, isFailing]);
  const inWords = stuck ? doing(state).replace(/\d+/g, '') : '';
  const due = inWords !== written?.inWords && state.now - (written?.at ?? 0) >= AGAIN_MS;
  if (written?.about === about && !due) return { state, effects: [] };
  return withReport(state, { about, inWords, at: state.now }, reportText(state, stuck, mistakes, failing));
}

/** What is wrong with this computer, as XMRig found out. */
function computerMessages(state: State): Message[] {
  return [...wrongHashMessages(state), ...faultMessages(state)];
}

function withReport(state: State, written: ReportState['written'], text: string | null): Step {
  const effect: Effect = { effect: 'writeReport', text };
  return { state: { ...state, report: { ...state.report, written } }, effects: [effect] };
}

/** The report in plain words; no secret is ever in a message. */
function reportText(state: State, stuck: boolean, mistakes: Message[], failing: Message[]): string {
  const minutes = Math.round(state.now / 60_000);
  const links = state.links.map(
    ({ name, carrier, addresses }) =>
      `${name}: ${carrier ? `cable in, ${addresses.join(', ') || 'no address yet'}` : 'no cable'}`,
  );
  const stacks = rowsOf(state).map(
    (stack) =>
      `${formatEndpoint(stack.name, stack.port)}: ${problemOf(stack) ?? (stack.status === 'ready' ? 'ready' : 'no answer yet')}`,
  );
  const checks = state.checks
    .filter(({ status }) => status === 'failed')
    .map(({ label, value, why }) => `${label}: ${value}${why === null ? '' : `; ${why}`}`);
  const { count, reason } = minerOf(state)?.restarts ?? { count: 0, reason: null };
  const restarts = reason
    ? [`restarted ${count === 1 ? 'once' : `${count} times`}: ${sayRestart(reason)}`]
    : [];
  const lines = [
    `Report of the rig ${state.label || '(no name yet)'}, ${minutes} min after it was started.`,
    '',
    headline(state, stuck, mistakes),
    ...(stuck ? ['', `Why: ${doing(state)}.`] : []),
    ...section('To fix:', mistakes.map(sayMessage)),
    ...section('What is wrong with this computer:', [...checks, ...failing.map(sayMessage)]),
    ...section('XMRig:', restarts),
    ...section('Network:', links.length > 0 ? links : ['no network port was found']),
    ...section('Stacks:', stacks.length > 0 ? stacks : ['none was found']),
    ...section('Latest messages:', state.notes.map(sayNote).map(sayMessage)),
    '',
    'The rig deletes this file once it is mining and the config has no errors.',
  ];
  return lines.join('\n');
}

function headline(state: State, stuck: boolean, mistakes: Message[]): string {
  const isMining = runningOf(state)?.activity.is === 'mining';
  if (stuck) return `This rig ${isMining ? 'mines, and earns NOTHING' : 'is NOT mining'}.`;
  return mistakes.length > 0
    ? 'This rig found errors in its config and ignored those lines.'
    : 'The computer of this rig makes mistakes.';
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `- ${line}`)];
}

function sayMessage({ where, text }: Message): string {
  return `${where}: ${text}`;
}
