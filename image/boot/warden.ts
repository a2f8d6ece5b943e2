/**
 * The first process of the namespace: `warden.ts LIFELINE COMMAND...`. It starts the command and ends it when
 * the process outside goes away (the lifeline breaks) or asks. When this process ends, the kernel ends
 * everything else in the namespace, whatever state it is in.
 */
import { spawn } from 'node:child_process';
import { connect } from 'node:net';

const PATIENCE_MS = 15_000;

const [lifeline, file, ...args] = process.argv.slice(2);
if (lifeline === undefined || file === undefined) throw new Error('usage: warden.ts LIFELINE COMMAND...');

const child = spawn(file, args, { stdio: 'inherit' });
const end = (): void => {
  child.kill('SIGTERM');
  setTimeout(() => process.exit(1), PATIENCE_MS).unref();
};
connect(lifeline).on('error', end).on('close', end);
// The terminal's Ctrl-C reaches the command by itself; this process has to outlive it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('close', (code) => process.exit(code ?? 1));
