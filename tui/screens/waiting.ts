import { BLANK, fit, type Line, plain, strong } from '../line.ts';
import type { EngineView } from '../snapshot-client.ts';

/** Shown while there is no engine to talk to. */
export function waitingScreen(view: EngineView, width: number): Line[] {
  const texts =
    view.connection === 'lost'
      ? [
          'The engine is restarting.',
          '',
          'A running miner goes on without it. This screen comes back by itself.',
          'If it does not within a minute: press the power button, then start again.',
        ]
      : view.unreadable
        ? [
            'The engine answers in a way this screen does not understand.',
            '',
            'The rig goes on. Are both of the same version?',
          ]
        : [
            'The engine is starting.',
            '',
            'It checks this computer, finds a stack and starts the miner, all by itself.',
            'There is nothing to do.',
          ];
  return texts.map((text, index) => (text ? fit([index === 0 ? strong(text) : plain(text)], width) : BLANK));
}
