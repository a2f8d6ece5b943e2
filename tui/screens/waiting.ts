import type { Snapshot } from '../../headless/snapshot.ts';
import { BLANK, type Line, plain, strong, wrap } from '../line.ts';
import type { EngineView } from '../snapshot-client.ts';
import type { Ui } from '../ui.ts';

/** Shown while there is no engine to talk to. */
export function waitingScreen(view: EngineView, leaving: Ui['leaving'], width: number): Line[] {
  return textsFor(view, leaving).flatMap((text, index) =>
    text ? wrap(text, width, 3).map((line): Line => [index === 0 ? strong(line) : plain(line)]) : [BLANK],
  );
}

/** What the rig does, or that the screen below is no longer news. */
export function doingLine({ unreadable }: EngineView, { doing }: Snapshot): string {
  return unreadable ? `${UNREADABLE} What stands below is what it said last.` : doing;
}

const UNREADABLE = 'The engine answers in a way this screen does not understand.';

function textsFor(view: EngineView, leaving: Ui['leaving']): string[] {
  if (view.connection === 'lost' && leaving === 'powerOff') {
    return ['Switching off.'];
  }
  if (view.connection === 'lost' && leaving === 'reboot') {
    return ['Restarting this computer.'];
  }
  if (view.connection === 'lost') {
    return [
      'The engine is restarting.',
      '',
      'A running miner goes on without it. This screen comes back by itself.',
      'If it does not within a minute: press the power button, then start again.',
    ];
  }
  if (view.unreadable) {
    return [UNREADABLE, '', 'The rig goes on. Are both of the same version?'];
  }
  return [
    'The engine is starting.',
    '',
    'It checks this computer, finds a stack and starts the miner, all by itself.',
    'There is nothing to do.',
  ];
}
