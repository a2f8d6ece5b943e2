/**
 * The first process of the namespace: `warden.ts FOLDER COMMAND...`. It starts the command and ends it when the
 * process outside goes away (the lifeline in the folder breaks) or asks. When this process ends, the kernel ends
 * everything else in the namespace, whatever state it is in. Temporary files go into memory mounted in the
 * namespace only, so they end with it too.
 */
import { execFileSync, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { join } from 'node:path';

const PATIENCE_MS = 15_000;

const [folder, file, ...args] = process.argv.slice(2);
if (folder === undefined || file === undefined) throw new Error('usage: warden.ts FOLDER COMMAND...');

const temporary = join(folder, 'temporary');
execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=0700', 'rigforge', temporary]);
// Debian keeps network tools where a person's PATH does not look.
const path = `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin`;
const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, TMPDIR: temporary, PATH: path } });
const end = (): void => {
  child.kill('SIGTERM');
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
};
connect(join(folder, 'lifeline')).on('error', end).on('close', end);
// The terminal's Ctrl-C reaches the command by itself; this process has to outlive it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('close', (code) => process.exit(code ?? 1));
