import { formatEndpoint } from '../../headless/endpoint.ts';
import type { Snapshot, Stack, Target } from '../../headless/snapshot.ts';
import { count, milliseconds } from '../format.ts';
import { accent, apart, BLANK, between, cell, cut, fit, type Line, plain, strong, wrap } from '../line.ts';
import { placeOf } from '../place.ts';
import { enterDoes, selectedRow, selectedStack, TYPE_ROW } from '../stack-list.ts';
import type { Ui } from '../ui.ts';
import { around } from '../widgets/around.ts';
import { countdownBar } from '../widgets/countdown-bar.ts';
import { linkLines } from './computer.ts';
import { promptLines } from './prompt.ts';

/** Where to mine: the stacks, what is wrong with the chosen one, and what happens if nobody chooses. */
export function stacksScreen(
  snapshot: Snapshot,
  ui: Ui,
  width: number,
  rows: number,
  stopKey: string,
): Line[] {
  const selected = selectedRow(ui, snapshot);
  const prompt = ui.prompt && ui.prompt.kind !== 'power' ? ui.prompt : null;
  const chosen = ui.looking ? looking(width) : detail(snapshot, selected, width);
  const below = [
    ...(prompt ? promptLines(prompt, width) : chosen),
    BLANK,
    ...outlook(snapshot, ui, width, stopKey),
  ];
  const room = rows - below.length - 2;
  return [titles(width), ...list(snapshot.stacks, selected, width, room), BLANK, ...below];
}

const STATE: Record<Stack['status'], string> = {
  probing: 'asking ..',
  ready: 'ready',
  needsPassword: 'needs password',
  notReady: 'not ready',
  refused: 'refused',
  unreachable: 'no answer',
  notStratum: 'not a stack',
};

// Cells of the columns right of the name.
const KIND = 13;
const HEIGHT = 11;
const PING = 10;
const STATE_WIDTH = 16;
const BAR = 18;

function titles(width: number): Line {
  return [plain(row('  ', 'Stack', 'Kind', 'Height', 'Ping', 'State', width))];
}

function row(
  mark: string,
  name: string,
  kind: string,
  height: string,
  ping: string,
  state: string,
  width: number,
) {
  const nameWidth = width - mark.length - KIND - HEIGHT - PING - STATE_WIDTH;
  return (
    mark +
    cell(name, nameWidth - 1) +
    ' ' +
    cell(kind, KIND) +
    cell(height, HEIGHT, 'right') +
    cell(ping, PING, 'right') +
    cell(`  ${state}`, STATE_WIDTH)
  ).trimEnd();
}

function list(stacks: readonly Stack[], selected: string, width: number, room: number): Line[] {
  const rows = stacks.map((stack): Line => {
    const chosen = stack.id === selected;
    const text = row(
      chosen ? '> ' : '  ',
      stack.name,
      stack.kind === 'unknown' ? '-' : stack.kind,
      count(stack.height),
      milliseconds(stack.latencyMs),
      stack.outdated ? 'outdated' : STATE[stack.status],
      width,
    );
    return [chosen ? accent(text) : plain(text)];
  });
  const typing = selected === TYPE_ROW;
  rows.push([typing ? accent('> Type an address') : plain('  Type an address')]);
  const index = typing ? rows.length - 1 : stacks.findIndex((stack) => stack.id === selected);
  return around(
    rows.map((one) => [one]),
    index,
    Math.max(3, room),
  );
}

function looking(width: number): Line[] {
  return [fit([strong('Searching again; stacks that answer appear in the list.')], width), BLANK];
}

// Two lines, always, so that nothing below moves when another row is chosen.
function detail(snapshot: Snapshot, selected: string, width: number): Line[] {
  const stack = snapshot.stacks.find((one) => one.id === selected);
  if (!stack) {
    if (snapshot.stacks.length > 0) {
      return [fit([plain('Press Enter to type an address.')], width), BLANK];
    }
    return [
      fit([plain('If you know the address of one, press Enter and type it.')], width),
      fit([plain('A stack is the computer on your network with the Monero node; see 8 Help.')], width),
    ];
  }
  if (!stack.problem) {
    const pin = stack.fingerprint ? fit([plain(`SHA-256 ${stack.fingerprint}`)], width) : BLANK;
    return [fit([plain(placeOf(stack))], width), pin];
  }
  const cure = stack.status === 'needsPassword' ? '; press Enter and type it' : '';
  const [first = '', second = ''] = wrap(`${cut(stack.name, 24)}: ${stack.problem}${cure}`, width, 2);
  return [fit([strong(first)], width), fit([strong(second)], width)];
}

// What happens next; without a stack the links, since what is missing may be a cable. Nothing runs where there is no target yet.
function outlook(snapshot: Snapshot, ui: Ui, width: number, stopKey: string): Line[] {
  const { countdown, held, target, stacks, rig } = snapshot;
  if (!target) {
    return stacks.length === 0 ? linkLines(rig.links, width) : [];
  }
  const where = formatEndpoint(target.host, target.port);
  if (countdown) {
    const seconds = cell(`${Math.max(0, countdown.secondsLeft)} s`.slice(0, 7), 6, 'right');
    const line = [plain('Mining on '), strong(cut(where, width - 20 - BAR)), plain(' in'), accent(seconds)];
    const bar = countdownBar(countdown.secondsLeft, countdown.totalSeconds, BAR);
    return [
      apart(line, [accent(bar)], width),
      apart([plain(target.why)], [plain(`${stopKey} stops this`)], width),
    ];
  }
  if (held) {
    return [
      fit([strong('Countdown stopped. '), plain(heldEnter(snapshot, ui))], width),
      [plain(between('After two minutes without a key press it mines at ', where, '.', width))],
    ];
  }
  return [fit([plain(`Now: ${where} (${target.why})`)], width), ...wayBack(stacks, target, width)];
}

// Nothing where Enter answers what is being asked, or where the line about the chosen row says it.
function heldEnter(snapshot: Snapshot, ui: Ui): string {
  const stack = selectedStack(ui, snapshot);
  if (ui.prompt || !stack || stack.status === 'needsPassword') {
    return '';
  }
  return enterDoes(stack) === 'mine there'
    ? 'Enter mines on the chosen stack.'
    : 'Enter waits for the chosen stack.';
}

// A chosen stack is waited for as long as it takes; the way to one that is ready is a key away.
function wayBack(stacks: readonly Stack[], target: Target, width: number): Line[] {
  const now = stacks.find(({ id }) => id === target.stackId);
  const ready = stacks.find(({ status }) => status === 'ready');
  return now && now.status !== 'ready' && ready
    ? [[plain(between('', ready.name, ' is ready: choose it to mine there.', width))]]
    : [];
}
