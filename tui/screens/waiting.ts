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
  return unreadable ? `${UNREADABLE} Showing its last known state.` : doing;
}

const UNREADABLE = 'This screen cannot read what RigForge answers: they are of different versions.';

function textsFor(view: EngineView, leaving: Ui['leaving']): string[] {
  if (view.connection === 'lost' && leaving === 'powerOff') {
    return ['Switching off.'];
  }
  if (view.connection === 'lost' && leaving === 'reboot') {
    return ['Restarting this computer.'];
  }
  if (view.connection === 'lost') {
    return [
      'RigForge is restarting.',
      '',
      'A running miner continues without it. This screen comes back automatically.',
      'If it is not back in a minute, switch the computer off and on again.',
    ];
  }
  if (view.connection === 'silent') {
    return [
      'RigForge has not said anything for more than a minute.',
      '',
      'A running miner continues without it. This screen comes back automatically.',
      'If it is not back in ten minutes, switch the computer off and on again.',
    ];
  }
  if (view.unreadable) {
    return [UNREADABLE, '', 'Mining continues. Flash the stick again.'];
  }
  return [
    'RigForge is starting.',
    '',
    'It checks this computer, finds a stack and starts the miner automatically.',
    'You need not do anything.',
  ];
}
