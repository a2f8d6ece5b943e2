import type { Snapshot } from '../headless/snapshot.ts';

/** What a person may do to the whole rig; each is an intent of the same name. */
export type PowerAction = 'pause' | 'resume' | 'reboot' | 'powerOff';

/** One row of the power screen. `barred` says why it cannot be done now; null where it can. */
export type PowerRow = { action: PowerAction; label: string; what: string; barred: string | null };

/** Always three rows, so that none slips under the cursor while a person reads. */
export function powerRows({ paused, miner, mode }: Snapshot): [PowerRow, PowerRow, PowerRow] {
  const ownComputer = mode === 'laptop' ? 'this is your own computer' : null;
  const first: PowerRow = paused
    ? { action: 'resume', label: 'Resume mining', what: 'the miner starts again now', barred: null }
    : {
        action: 'pause',
        label: 'Pause for an hour',
        what: 'mining stops, and resumes after an hour',
        barred: miner ? null : 'the miner is not running, so there is nothing to pause',
      };
  return [
    first,
    {
      action: 'reboot',
      label: 'Restart',
      what: 'reboots this computer',
      barred: ownComputer,
    },
    {
      action: 'powerOff',
      label: 'Switch off',
      what: 'mining stops until you press the power button',
      barred: ownComputer,
    },
  ];
}

/** The question before it is done. */
export function powerQuestion(
  action: PowerAction,
  { stick }: Snapshot,
): { title: string; note: string; no: string; yes: string } {
  switch (action) {
    case 'pause':
      return {
        title: 'Pause mining for an hour?',
        note: 'The miner stops now. It resumes automatically after an hour, or earlier when you choose so here.',
        no: 'No, keep mining',
        yes: 'Yes, pause it',
      };
    case 'resume':
      return {
        title: 'Resume mining now?',
        note: 'The miner starts again, on the same stack as before.',
        no: 'No, stay paused',
        yes: 'Yes, resume',
      };
    case 'reboot':
      return {
        title: 'Restart this computer?',
        note: stick.present
          ? 'Mining stops, and starts again automatically when the rig has booted from the stick.'
          : 'The stick is not plugged in: without it, this computer starts its own system instead of mining.',
        no: 'No, leave it on',
        yes: 'Yes, restart it',
      };
    case 'powerOff':
      return {
        title: 'Switch this computer off?',
        note: 'Nothing is lost: the rig stores no data, and the stick can stay in.',
        no: 'No, leave it on',
        yes: 'Yes, switch it off',
      };
  }
}
