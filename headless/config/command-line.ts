import { keyOf, suggestion } from './keys.ts';
import { createCollector, type Reading } from './reading.ts';

/** How this source is called in messages and on the screen. */
export const COMMAND_LINE = 'kernel command line';

/** Reads the `rigforge.KEY=VALUE` words of `/proc/cmdline`; all other words belong to the kernel and to systemd. */
export function readCommandLine(cmdline: string): Reading {
  const collector = createCollector();
  for (const word of words(cmdline)) {
    const match = /^rigforge[._-]([^=]*)(=?)(.*)$/is.exec(word);
    if (match === null) continue;
    const [, spelling = '', equals, value = ''] = match;
    const shown = `rigforge.${spelling}`;
    const key = keyOf(spelling);
    if (key === null) {
      collector.say(
        'warning',
        COMMAND_LINE,
        `unknown option "${shown}"; ${suggestion(spelling, { prefix: 'rigforge.' })}`,
      );
    } else if (equals === '' && key === 'tls') {
      collector.set('tls', 'yes', COMMAND_LINE, shown);
    } else if (equals === '') {
      collector.say('error', COMMAND_LINE, `${shown} has no value; write ${shown}=...`);
    } else {
      collector.set(key, value, COMMAND_LINE, shown);
    }
  }
  return collector.reading;
}

/** Words as the kernel cuts them: at blanks, unless inside double quotes, which are then dropped. */
function words(cmdline: string): string[] {
  const straight = cmdline
    .slice(0, 16 * 1024)
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/[\ufeff\r]/g, '');
  return (straight.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []).map((word) => word.replaceAll('"', ''));
}
