// First: what it deletes is looked at while the others are loaded.
import './environment.ts';
import { parseArgs } from 'node:util';
import { render } from 'ink';
import { RUN_DIRECTORY, SOCKET_NAME } from '../headless/snapshot.ts';
import { App } from './app.tsx';
import { openConsole } from './console.ts';
import { CLEAR_SCREEN, isSerialLine, watchSize } from './terminal.ts';

const { values: options } = parseArgs({
  options: {
    socket: { type: 'string', default: `${RUN_DIRECTORY}/${SOCKET_NAME}` },
    serial: { type: 'boolean', default: isSerialLine() },
    'quit-key': { type: 'boolean', default: false },
  },
});

const { stdin, stdout } = process;
if (!stdout.isTTY) {
  // 2 and not 1: a unit can tell it from a crash and not start it again and again.
  process.stderr.write('The RigForge console draws on a terminal; standard output is not one.\n');
  process.exit(2);
}

// The kernel's console and serial lines show the boot's last lines otherwise, and keep the last frame at the end.
const hasAlternateScreen = !options.serial && process.env['TERM'] !== 'linux';
if (!hasAlternateScreen) {
  stdout.write(CLEAR_SCREEN);
}

const size = watchSize(stdout, () => {
  rigConsole.resized();
  // Before Ink, which listens too and would draw the old lines at the new width.
  screen.rerender(<App console={rigConsole} />);
  setImmediate(repaint);
});
const rigConsole = openConsole({
  socket: options.socket,
  serial: options.serial,
  quitKey: options['quit-key'],
  size,
  onRepaint: repaint,
  onQuit: quit,
});

const screen = render(<App console={rigConsole} />, {
  alternateScreen: true,
  incrementalRendering: true,
  interactive: true,
  // Snapshots are paced by the console; this is for keys.
  maxFps: 20,
  exitOnCtrlC: false,
  patchConsole: false,
});
void screen.waitUntilRenderFlush().then(rigConsole.screenStands);

process.once('SIGTERM', quit);
process.once('SIGINT', quit);
process.once('SIGHUP', quit);
stdin.once('end', quit);
stdin.once('error', quit);

await screen.waitUntilExit();
if (!hasAlternateScreen) {
  stdout.write(CLEAR_SCREEN);
}
process.exit(0);

function repaint(): void {
  screen.clear();
  stdout.write(CLEAR_SCREEN);
  screen.rerender(<App console={rigConsole} />);
  // Not when Ink's frame rate allows the next frame: the screen is empty until then.
  void screen.waitUntilRenderFlush();
}

function quit(): void {
  rigConsole.close();
  screen.unmount();
}
