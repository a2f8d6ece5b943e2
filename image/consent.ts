/** Whether this computer may be changed (packages, a kernel switch, root for a network namespace), and who says so. */
import { createInterface } from 'node:readline/promises';
import { execa } from 'execa';

/** What is known when something has to be asked. */
export interface Situation {
  /** Agreed to before: `--yes`, or `CI=true`. */
  readonly sure: boolean;
  readonly terminal: boolean;
  /** This process is root, or sudo asks for no password. */
  readonly mayBeRoot: boolean;
}

/**
 * Asks `question` on the terminal, where Enter means yes. Where nobody can be asked the answer is yes if it can be done without a
 * password. What is done unasked is announced by `doing`.
 */
export async function agree(
  question: string,
  { doing, yes }: { doing: string; yes: boolean },
): Promise<boolean> {
  const answer = decide({
    sure: yes || process.env['CI'] === 'true',
    terminal: process.stdin.isTTY === true && process.stdout.isTTY === true,
    mayBeRoot: await mayBeRoot(),
  });
  if (answer === 'ask') return askYesNo(question);
  if (answer === 'yes') console.log(doing);
  return answer === 'yes';
}

/** A person who is there decides; else being able to is enough: whoever runs this in a script has nobody to answer. */
export function decide({ sure, terminal, mayBeRoot }: Situation): 'yes' | 'no' | 'ask' {
  if (sure) return 'yes';
  if (terminal) return 'ask';
  return mayBeRoot ? 'yes' : 'no';
}

async function mayBeRoot(): Promise<boolean> {
  if (process.getuid?.() === 0) return true;
  const { exitCode } = await execa('sudo', ['--non-interactive', 'true'], { reject: false, stdin: 'ignore' });
  return exitCode === 0;
}

/** Ctrl-C and the end of the input are no. */
async function askYesNo(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const closed = new Promise<null>((resolve) => terminal.once('close', () => resolve(null)));
  try {
    const answer = await Promise.race([terminal.question(`${question} [Y/n] `).catch(() => null), closed]);
    if (answer === null) console.log('');
    return answer !== null && /^(y|yes)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
