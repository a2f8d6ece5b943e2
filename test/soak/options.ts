import { parseArgs } from 'node:util';

export const HELP = `npm run test:soak -- [options]      a rig as it ships, with a failure every minute

  --minutes N   how long (60)
  --seed N      which failures, when and for how long (1)
  --write       write the result into docs/soak.md
  --help        this text

What it saw in full is in build/soak/. The exit code is 1 where the rig did not hold.
`;

export interface Options {
  minutes: number;
  seed: number;
  write: boolean;
  help: boolean;
}

/** Reads the command line. Throws an error of one line that names the option. */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      minutes: { type: 'string', default: '60' },
      seed: { type: 'string', default: '1' },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [minutes, seed] = [Number(values.minutes), Number(values.seed)];
  if (!Number.isInteger(minutes) || minutes < 3 || minutes > 10_080)
    throw new Error('--minutes must be 3 to 10080');
  if (!Number.isInteger(seed) || seed < 0) throw new Error('--seed must be a whole number');
  return { minutes, seed, write: values.write, help: values.help };
}
