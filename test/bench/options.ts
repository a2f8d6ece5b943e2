import { parseArgs } from 'node:util';

/** What the command line asked for; `only` is null for all rows. */
export interface Options {
  only: string[] | null;
  /** Pairs of windows in each row that compares hashrates. */
  pairs: number;
  boot: boolean;
  json: boolean;
  /** Writes the results into `docs/bench.md` too. */
  write: boolean;
  help: boolean;
}

/** Reads the command line. Throws an error of one line that names the option. `names` are the rows there are. */
export function readOptions(args: readonly string[], names: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      only: { type: 'string' },
      pairs: { type: 'string', default: '30' },
      boot: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const only = values.only?.split(',').map((name) => name.trim()) ?? null;
  const unknown = only?.find((name) => !names.includes(name));
  if (unknown !== undefined)
    throw new Error(`--only: there is no row ${unknown}; there are ${names.join(', ')}`);
  const pairs = Number(values.pairs);
  if (!Number.isInteger(pairs) || pairs < 2 || pairs > 1000) throw new Error('--pairs must be 2 to 1000');
  return { only, pairs, boot: values.boot, json: values.json, write: values.write, help: values.help };
}
