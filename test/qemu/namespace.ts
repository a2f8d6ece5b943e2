import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { agree } from '../../image/consent.ts';

const WARDEN = fileURLToPath(new URL('warden.ts', import.meta.url));

/** This process was asked to end while a command ran. */
export class Interrupted extends Error {}

/** How a fresh network and process namespace can be had on this host. */
type Way = 'root' | 'user' | 'sudo';

/**
 * Runs a command in fresh network, process and mount namespaces: nothing it sends leaves them, and everything
 * it starts ends with it, however it or this process ends. As root directly; else in a user namespace where the
 * host allows that; else by sudo after a question. There is no fourth way: then it says why and throws.
 * A signal that this process gets meanwhile ends the command, and then this throws `Interrupted`.
 * @returns the command's exit code
 */
export async function runInNamespace(command: readonly string[], { yes }: { yes: boolean }): Promise<number> {
  const way = await findWay();
  if (way === 'sudo') await agreeToSudo(yes);
  const directory = await mkdtemp(join(tmpdir(), 'rigforge-'));
  await mkdir(join(directory, 'temporary'));
  const lifeline = await openLifeline(join(directory, 'lifeline'));
  let end: End;
  try {
    end = await run(way, [process.execPath, WARDEN, directory, ...command], lifeline.cut);
  } finally {
    lifeline.close();
    await rm(directory, { recursive: true, force: true });
  }
  // A caller with more to run must not go on with it.
  if (end.signal !== null) throw new Interrupted(`Ended by ${end.signal}.`);
  return end.code;
}

async function findWay(): Promise<Way> {
  if (process.getuid?.() === 0) return 'root';
  const script =
    'PATH=$PATH:/usr/sbin:/sbin; ip link add probe0 type bridge && ip tuntap add dev probe1 mode tap';
  const { exitCode } = await execa('unshare', [...USER, ...SPACES, 'sh', '-c', script], { reject: false });
  return exitCode === 0 ? 'user' : 'sudo';
}

const SPACES = ['--net', '--pid', '--fork', '--kill-child', '--mount-proc'];
const USER = ['--user', '--map-root-user'];
const PREFIX: Record<Way, readonly string[]> = {
  root: ['unshare', ...SPACES],
  user: ['unshare', ...USER, ...SPACES],
  sudo: ['sudo', '--', 'unshare', ...SPACES],
};

async function agreeToSudo(yes: boolean): Promise<void> {
  const why =
    'The rig and the stack need an Ethernet segment of their own. This computer lets only root make one, so the boot has to run through sudo.';
  if (await agree(`${why} Continue?`, { doing: why, yes })) return;
  throw new Error(`${why} Run it as root, or answer yes.`);
}

/** The kept-open connection by which the inside notices that the outside is gone, through sudo too. */
async function openLifeline(path: string): Promise<{ cut: () => void; close: () => void }> {
  const sockets = new Set<Socket>();
  let over = false;
  const server: Server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}));
    // Asked to end before this process had noticed that the inside is there.
    if (over) socket.destroy();
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(path, resolve));
  const cut = (): void => {
    over = true;
    for (const socket of sockets) socket.destroy();
  };
  const close = (): void => {
    cut();
    server.close();
  };
  return { cut, close };
}

/** How the command ended; `signal` is the one that this process got meanwhile. */
interface End {
  code: number;
  signal: NodeJS.Signals | null;
}

async function run(way: Way, command: readonly string[], cut: () => void): Promise<End> {
  const [file, ...args] = [...PREFIX[way], ...command];
  if (file === undefined) throw new Error('nothing to run');
  const child = spawn(file, args, { stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let signal: NodeJS.Signals | null = null;
  const stop = (got: NodeJS.Signals): void => {
    signal = got;
    cut();
  };
  for (const name of signals) process.on(name, stop);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (status) => resolve(status ?? 1));
    });
    return { code, signal };
  } finally {
    for (const name of signals) process.off(name, stop);
  }
}
