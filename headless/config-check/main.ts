/** `npm run --silent config -- DIR [--json]`: what a rig would make of the files in a folder, before anything is flashed. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkFolder } from './check.ts';
import { hasErrors, inJson, inWords } from './print.ts';

const HELP = `npm run --silent config -- DIR [--json]      what a rig would make of the config files in DIR

  DIR      a folder as the RIGFORGE partition of the stick would be
  --json   the same for programs
  --help   this text

Without --silent npm writes two lines of its own above.

Exit code: 0 where nothing is wrong, 1 where there are errors in the config, 2 where DIR cannot be read.
`;
const WRONG_CONFIG = 1;
const WRONG_USE = 2;

/** npm starts a script in the folder of package.json, and keeps an option for itself where no -- stands before it. */
const npm =
  process.env['npm_lifecycle_event'] === 'config'
    ? { folder: process.env['INIT_CWD'] ?? '.', json: process.env['npm_config_json'] === 'true' }
    : { folder: '.', json: false };
const { directory, json } = readArguments(process.argv.slice(2));
try {
  const check = await checkFolder(resolve(npm.folder, directory));
  console.log(json ? inJson(check) : inWords(check));
  process.exitCode = hasErrors(check) ? WRONG_CONFIG : 0;
} catch (error) {
  console.error(`${directory} ${inPlainWords(error)}`);
  process.exitCode = WRONG_USE;
}

function readArguments(args: string[]): { directory: string; json: boolean } {
  try {
    const options = { json: { type: 'boolean' }, help: { type: 'boolean' } } as const;
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) {
      console.log(HELP);
      process.exit(0);
    }
    const [directory, ...more] = positionals;
    if (directory === undefined || more.length > 0) throw new Error('One folder is wanted.');
    return { directory, json: values.json ?? npm.json };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${HELP}`);
    process.exit(WRONG_USE);
  }
}

function inPlainWords(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  if (code === 'ENOENT') return 'is not there.';
  if (code === 'ENOTDIR') return 'is a file; give the folder that it is in.';
  if (code === 'EACCES') return 'may not be read by you.';
  return `cannot be read: ${error instanceof Error ? error.message : error}`;
}
