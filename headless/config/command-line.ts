import { foreignWord } from './foreign-words.ts';
import { keyOf, soundsSecret, suggestion } from './keys.ts';
import { quoteWhole } from './quote.ts';
import { type Collector, createCollector, type Reading } from './reading.ts';

/** How this source is called in messages and on the screen. */
export const COMMAND_LINE = 'kernel command line';
/** The owner's file from which the boot loader takes kernel options; FAT names have no case. */
export const COMMAND_LINE_FILE = 'rigforge-cmdline.txt';
/** Stands in the boot menu's entry that leaves the file out (image/stick/grub.cfg). */
const WITHOUT_FILE = 'rigforge.cmdline=no';

/** Reads the `rigforge.KEY=VALUE` words of `/proc/cmdline`; all other words belong to the kernel and to systemd. */
export function readCommandLine(cmdline: string): Reading {
  const collector = createCollector();
  for (const word of words(cmdline)) if (word !== WITHOUT_FILE) readWord(word, COMMAND_LINE, collector);
  return collector.finish(COMMAND_LINE);
}

/**
 * Reads what rigforge-cmdline.txt says and the kernel was not told: the boot loader takes lines with `add` only, and cannot read what
 * some editors save. Our own keys count all the same; what only the kernel can use is named.
 */
export function readCommandLineFile(text: string, cmdline: string): Reading {
  const collector = createCollector();
  const inForce = new Set(words(cmdline));
  if (inForce.has(WITHOUT_FILE)) return collector.finish(COMMAND_LINE_FILE);
  for (const [index, line] of text.split(/\r\n|[\r\n]/).entries()) {
    const where = `${COMMAND_LINE_FILE} line ${index + 1}`;
    const [first = '', ...rest] = words(line.replace(/(^|\s)#.*$/, ''));
    const added = /^add$/i.test(first);
    const all = added ? rest : [first, ...rest];
    for (const [at, word] of all.entries()) {
      if (
        word === '' ||
        inForce.has(word) ||
        inForce.has(word.replaceAll("'", '')) ||
        readWord(word, where, collector)
      )
        continue;
      const shown =
        soundsSecret(word) || isBelowSecret(all[at - 1] ?? '') ? 'this line' : `"${quoteWhole(word)}"`;
      collector.say('warning', where, `${shown} is not in force; ${remedy(word, first === 'add')}`);
    }
  }
  return collector.finish(COMMAND_LINE_FILE);
}

/** A word for a password that has none behind it: the next word may be that. */
function isBelowSecret(word: string): boolean {
  return soundsSecret(word) && /^[^=]*=?$/.test(word);
}

function remedy(word: string, added: boolean): string {
  const key = word.split('=')[0] ?? '';
  if (keyOf(key) !== null) return `write rigforge.${key}=..., or move the line to rigforge.conf`;
  if (!added) return `write the word add before it`;
  return 'it counts from the next start on; if it does not, save the file as plain text without a byte order mark';
}

/** Takes one `rigforge.KEY=VALUE`; false for words that are not ours. */
function readWord(word: string, where: string, collector: Collector): boolean {
  const match = /^rigforge[._-]([^=]*)(=?)(.*)$/is.exec(word);
  if (match === null) return false;
  const [, spelling = '', equals, value = ''] = match;
  const shown = `rigforge.${spelling}`;
  const foreign = foreignWord(spelling);
  const key = keyOf(spelling) ?? (foreign?.is === 'ours' ? foreign.key : null);
  if (key !== null && keyOf(spelling) === null) collector.foreign(shown, key);
  if (key === null) {
    const hint = suggestion(spelling, { prefix: 'rigforge.' });
    collector.say('warning', where, `unknown option "${shown}"; ${hint}`);
  } else if (equals === '' && key === 'tls') {
    collector.set('tls', 'yes', where, shown);
  } else if (equals === '') {
    collector.say('error', where, `${shown} has no value; write ${shown}=...`);
  } else {
    collector.set(key, value, where, shown);
  }
  return true;
}

/** Words as the kernel cuts them: at blanks, unless inside double quotes, which are then dropped. */
function words(cmdline: string): string[] {
  const straight = cmdline
    .slice(0, 16 * 1024)
    .replace(/[\u201c-\u201f]/g, '"')
    .replace(/[\ufeff\r]/g, '');
  return (straight.match(/(?:"[^"]*"?|[^\s"])+/g) ?? []).map((word) => word.replaceAll('"', ''));
}
