/**
 * `npm start`: the rig on a laptop. The engine, a window on it and a small real stack, all on loopback, no root, nothing on
 * the machine changed; with `--machine NAME` the engine looks at a copy of a recorded computer instead, and tunes that.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { bundle } from '../image/bundle.ts';
import { freePort } from './free-port.ts';
import { listPlayable, makeMachine, type Playable } from './machines/play.ts';

const root = join(import.meta.dirname, '..');
const app = join(root, 'build/app');
const help = `npm start -- [options]      the rig on this computer, against a small stack of its own; quit with q

  --machine NAME   play a recorded computer or trouble instead of this computer; without a name: list them
  --no-stack       look for stacks on this computer's network instead of starting one
  --help           this text
`;

if (process.platform !== 'linux' || process.arch !== 'x64') {
  console.error('npm start runs on Linux on a 64-bit PC (x86-64) only: XMRig is built for that.');
  process.exit(1);
}
const options = readOptions();
if (options.help) {
  console.log(help);
  process.exit(0);
}
const playable = await listPlayable();
if (options.machine === '') {
  console.log(listing(playable));
  process.exit(0);
}
const played = options.machine === null ? null : playable.find(({ name }) => name === options.machine);
if (played === undefined) {
  console.error(`There is nothing called ${options.machine} to play. There are:\n\n${listing(playable)}`);
  process.exit(1);
}
if (!process.stdin.isTTY || !process.stdout.isTTY) {
  console.error('npm start needs a terminal to draw on; run it in one.');
  process.exit(1);
}

const xmrig = join(root, 'build/xmrig/host/xmrig');
await Promise.all([bundle('headless'), bundle('tui')]);
const directory = await mkdtemp(join(tmpdir(), 'rigforge-'));
const children: ChildProcess[] = [];
let leaving = false;

if (!options.noStack) (played?.trouble.stacks ?? [[]]).forEach(startStack);
const machine = join(directory, 'machines', played?.name ?? '');
if (played) await makeMachine(played.trouble, machine);
run(join(app, 'headless.js'), [
  ...['--mode', 'laptop', '--run-dir', directory, '--api-port', String(await freePort()), '--xmrig', xmrig],
  ...(options.noStack ? [] : ['--discover-on', 'lo']),
  ...(played ? ['--machine', machine] : []),
]);
const window = spawn(
  process.execPath,
  [join(app, 'tui.js'), '--socket', join(directory, 'console.sock'), '--quit-key'],
  {
    stdio: 'inherit',
  },
);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
  process.on(signal, () => window.kill('SIGTERM'));
window.once('exit', (code) => void leave(code ?? 0));

/** Found by its DNS-SD record, which carries the port: 3333 may be taken on somebody's own computer. */
function startStack(faults: string[], index: number): void {
  const number = index === 0 ? '' : `-${index + 1}`;
  const place = ['--address', '127.0.0.1', '--interface', 'lo', '--port', '0'];
  const name = [
    '--name',
    `rigforge-practice${number}`,
    '--dns-sd',
    `Practice stack${number.replace('-', ' ')}`,
  ];
  run('test/stack/main.ts', [...place, ...name, '--difficulty', '2000', '--json', ...faults]);
}

/** A part that ends by itself takes the rest along, and says what it said last. */
function run(script: string, args: string[]): void {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-2000);
  });
  child.once('exit', (code) => {
    if (leaving) return;
    window.once('exit', () => console.error(`${script} ended (${code}):\n${said}`));
    window.kill('SIGTERM');
  });
  children.push(child);
}

async function leave(code: number): Promise<void> {
  leaving = true;
  await Promise.all(children.map(ended));
  await rm(directory, { recursive: true, force: true });
  process.exit(code);
}

function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

function listing(all: Playable[]): string {
  const width = Math.max(...all.map(({ name }) => name.length));
  return all.map(({ name, sentence }) => `  ${name.padEnd(width)}  ${sentence}`).join('\n');
}

/** `machine` is empty where a list was asked for. */
function readOptions(): { machine: string | null; noStack: boolean; help: boolean } {
  try {
    const args = process.argv.slice(2);
    if (args.at(-1) === '--machine') return { machine: '', noStack: false, help: false };
    const { values } = parseArgs({
      args,
      options: { machine: { type: 'string' }, 'no-stack': { type: 'boolean' }, help: { type: 'boolean' } },
    });
    return {
      machine: values.machine ?? null,
      noStack: values['no-stack'] ?? false,
      help: values.help ?? false,
    };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${help}`);
    process.exit(1);
  }
}
