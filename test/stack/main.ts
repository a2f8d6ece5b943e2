/** `npm run stack`: the stack by itself, in a terminal or, with `--json`, steered by another process. */
import { fstatSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { obey } from './commands.ts';
import { eventLine, type StackEvent } from './events.ts';
import { type CommandLine, HELP, readCommandLine } from './options.ts';
import { commandSchema } from './settings.ts';
import { Stack } from './stack.ts';

try {
  const line = readCommandLine(process.argv.slice(2));
  if (line.help) {
    console.log(HELP);
  } else {
    await run(line);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  // Whatever still waits on stdin may not hold it.
  process.exit(1);
}

async function run({ stack: options, json }: CommandLine): Promise<void> {
  const tell = (event: StackEvent): void => {
    const text = json ? JSON.stringify(event) : eventLine(event);
    if (text !== null) console.log(text);
  };
  const input = json ? createInterface({ input: process.stdin }) : null;
  const starting = Stack.start(options, tell);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    const stack = await starting;
    if (!json) tell({ event: 'status', ...stack.status() });
    await stack.stop();
    input?.close();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stop());
  // Whoever read the output has gone; there is nobody left to mine for.
  process.stdout.on('error', () => void stop());
  if (fstatSync(0).isFIFO() || fstatSync(0).isSocket()) input?.once('close', () => void stop());

  input?.on('line', (line) => {
    const command = commandSchema.safeParse(parseJson(line));
    if (!command.success) {
      tell({ event: 'problem', message: `Not a command: ${line.slice(0, 200)}` });
    } else if (command.data.command === 'stop') {
      void stop();
    } else {
      starting
        .then((stack) => obey(stack, command.data))
        .catch((error: unknown) => tell({ event: 'problem', message: String(error) }));
    }
  });

  await starting;
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
