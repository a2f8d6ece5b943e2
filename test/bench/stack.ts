import { join } from 'node:path';
import { type Child, startNode } from './children.ts';

const STACK = join(import.meta.dirname, '../stack/main.ts');
/** A share every minute or so: the stack verifies each on the cores that are measured. */
const DIFFICULTY = 50_000;

/** Starts the small stack on loopback; `port` is where it gives work. */
export async function startStack(): Promise<{ stack: Child; port: number }> {
  const stack = startNode([
    STACK,
    ...['--json', '--address', '127.0.0.1', '--port', '0', '--difficulty', String(DIFFICULTY), '--fixed'],
  ]);
  try {
    const { port } = JSON.parse(await stack.line(/"event":"listening"/)) as { port: number };
    return { stack, port };
  } catch (error) {
    await stack.stop();
    throw error;
  }
}
