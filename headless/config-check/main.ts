/** `npm run --silent config -- DIR [--json]`: what a rig would make of the files in a folder, before anything is flashed. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { checkFolder, type FolderCheck } from './check.ts';

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
  const isWrong = check.messages.some(({ level }) => level === 'error');
  console.log(json ? JSON.stringify({ ok: !isWrong, ...check }, null, 2) : inWords(check));
  process.exitCode = isWrong ? WRONG_CONFIG : 0;
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

function inWords({ files, settings, pools, namesPools, leavesOut, messages }: FolderCheck): string {
  const looks = 'a rig looks for a stack on its network.';
  const none = namesPools
    ? 'None of the pools is mined at: see the messages.'
    : leavesOut
      ? `None of the pools can be mined at (see the messages): ${looks}`
      : `None is named: ${looks}`;
  const rows = settings.map(({ key, value, source, where }) => [key, value, where || source]);
  return [
    `Files read: ${files.join(', ') || 'none (rigforge.conf and config.json are)'}`,
    ...section('Settings', inColumns(rows)),
    ...section('Pools, as XMRig gets them', pools.length > 0 ? pools.map(inOneLine) : [none]),
    ...section(
      'Messages',
      messages.length > 0
        ? messages.map(({ level, where, text }) => `${level}: ${where}: ${text}`)
        : ['none'],
    ),
  ].join('\n');
}

function section(title: string, lines: string[]): string[] {
  return ['', title, ...lines.map((line) => `  ${line}`)];
}

function inColumns(rows: string[][]): string[] {
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function inOneLine(pool: Record<string, unknown>): string {
  const said = Object.entries(pool).filter(([key, value]) => key !== 'url' && value !== null);
  return [String(pool['url']), ...said.map(([key, value]) => `${key} ${value}`)].join('  ');
}
