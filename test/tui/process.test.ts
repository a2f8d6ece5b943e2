import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, it } from 'vitest';
import type { Snapshot } from '../../headless/snapshot.ts';
import { SCREENS } from '../../tui/stage.ts';
import { bundleConsole } from './bundle.ts';
import { openRigConsole, type RigConsole, type RigConsoleOptions } from './rig-console.ts';
import { HELD, OLD, ONE_STACK, PITHEAD, THREE_STACKS } from './snapshots.ts';
import { LOG } from './troubles.ts';

let bundle: { file: string; remove(): void };
beforeAll(async () => {
  bundle = await bundleConsole();
});
afterAll(() => bundle.remove());

/** Opens a console, shows it `snapshot`, and closes it when the test is over. */
async function withRig(
  options: RigConsoleOptions,
  snapshot: Snapshot,
  test: (rig: RigConsole) => Promise<void>,
): Promise<void> {
  const rig = await openRigConsole(bundle.file, options);
  try {
    rig.publish(snapshot);
    await rig.shows(snapshot.rig.label);
    await test(rig);
  } finally {
    await rig.close();
  }
}

const ENGINE = join(import.meta.dirname, 'engine-process.ts');
const SHOW_CURSOR = '\x1b[?25h';
const LEAVE_ALTERNATE_SCREEN = '\x1b[?1049l';

describe.concurrent('the end', () => {
  it.for(['SIGTERM', 'SIGINT', 'SIGHUP'])(
    'on %s is clean and gives the terminal back',
    (signal, { expect }) =>
      withRig({ term: 'xterm' }, OLD, async (rig) => {
        rig.kill(signal);
        expect((await rig.exited).exitCode).toBe(0);
        expect(rig.output().text).toContain(SHOW_CURSOR);
        expect(rig.output().text).toContain(LEAVE_ALTERNATE_SCREEN);
        await rig.until(() => rig.screen().trim() === '', 'an empty screen');
      }),
  );

  it.for(['q', '\x03'])('comes with the key %j where there is a quit key', (key, { expect }) =>
    withRig({ args: ['--quit-key'] }, OLD, async (rig) => {
      await rig.press(key);
      expect((await rig.exited).exitCode).toBe(0);
      await rig.until(() => rig.screen().trim() === '', 'an empty screen');
    }),
  );

  it('comes with q out of a question, but not out of a line being typed', ({ expect }) =>
    withRig({ args: ['--quit-key'] }, HELD, async (rig) => {
      await rig.press('a');
      await rig.press('q');
      await rig.shows('> q_');
      await rig.press('\x1b');
      await rig.press('\x1b[A');
      await rig.press('\x1b[A');
      await rig.press('\x1b[A');
      await rig.press('\r');
      await rig.shows('for how long?');
      await rig.press('q');
      expect((await rig.exited).exitCode).toBe(0);
    }));

  it('comes with no key on a rig', () =>
    withRig({}, OLD, async (rig) => {
      for (const key of ['q', '\x03', '\x04', '\x1a', '\x1c', '\x1b']) {
        await rig.press(key);
      }
      await rig.press('8');
      await rig.shows('[Help]');
    }));

  it('leaves a clean console without an alternate screen', () =>
    withRig({ term: 'linux' }, OLD, async (rig) => {
      rig.kill('SIGTERM');
      await rig.exited;
      await rig.until(() => rig.screen().trim() === '', 'an empty screen');
    }));

  it('is at once and says why where there is no terminal', async ({ expect }) => {
    const result = await execa(process.execPath, [bundle.file], { reject: false });
    expect(result.exitCode).toBe(2);
    expect(result.stderr).toContain('terminal');
  });
});

describe.concurrent('the beginning', () => {
  it('clears what the boot left on the screen', ({ expect }) =>
    withRig({ term: 'linux' }, OLD, async (rig) => {
      expect(rig.output().text.startsWith('\x1b[H\x1b[2J')).toBe(true);
    }));

  it('has colours, and none where NO_COLOR is set', ({ expect }) =>
    withRig({}, OLD, async (coloured) => {
      const styles = /\x1b\[\d+(;\d+)*m/;
      expect(coloured.output().text).toMatch(styles);
      await withRig({ env: { NO_COLOR: '1' } }, OLD, async (rig) => {
        expect(rig.output().text).not.toMatch(styles);
        expect(rig.screen()).toBe(coloured.screen());
      });
    }));

  it('falls back to 80x24 on a terminal without a size', ({ expect }) =>
    withRig({}, OLD, async (sized) => {
      await withRig({ withoutSize: true }, OLD, async (rig) => {
        expect(rig.screen()).toBe(sized.screen());
      });
    }));
});

describe.concurrent('redraws', () => {
  it('happen at most every 2 s while mining, and never when nothing visible changed', ({ expect }) =>
    withRig({}, OLD, async (rig) => {
      const before = rig.output();
      const start = performance.now();
      for (let sequence = 2; performance.now() - start < 4500; sequence += 1) {
        const miner = OLD.miner && { ...OLD.miner, accepted: OLD.miner.accepted + sequence };
        rig.publish({ ...OLD, sequence, miner });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      const busy = rig.output();
      expect(busy.frames - before.frames).toBeGreaterThanOrEqual(1);
      expect(busy.frames - before.frames).toBeLessThanOrEqual(3);
      // One changed line, not a whole screen.
      expect(busy.bytes - before.bytes).toBeLessThan(600 * (busy.frames - before.frames));
    }));

  it('write nothing for snapshots that look the same', ({ expect }) =>
    withRig({}, ONE_STACK, async (rig) => {
      const before = rig.output();
      for (let sequence = 2; sequence < 12; sequence += 1) {
        rig.publish({ ...ONE_STACK, sequence });
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(rig.output().bytes).toBe(before.bytes);
    }));

  it('follow a countdown second by second', ({ expect }) =>
    withRig({}, ONE_STACK, async (rig) => {
      const before = rig.output().frames;
      for (const secondsLeft of [22, 21, 20]) {
        rig.publish({ ...ONE_STACK, countdown: { secondsLeft, totalSeconds: 30 } });
        await rig.shows(`${secondsLeft} s`);
      }
      expect(rig.output().frames - before).toBe(3);
    }));

  it('answer a key at once while mining', ({ expect }) =>
    withRig({}, OLD, async (rig) => {
      await rig.press('3');
      const pressedAt = performance.now();
      await rig.shows('[Checks]');
      // Sooner than the next redraw would have been.
      expect(performance.now() - pressedAt).toBeLessThan(1500);
    }));
});

describe.concurrent('keys', () => {
  it('touch the rig when a person presses them, not when they are left over from boot', ({ expect }) =>
    withRig({ typedBefore: '\r\r\x1b[Bxyz' }, THREE_STACKS, async (rig) => {
      await rig.press('\x1b[B');
      await rig.until(() => rig.intents.length > 0, 'an intent');
      expect(rig.intents).toEqual([{ intent: 'touch' }]);
    }));

  it('choose a stack: touch first, then the choice', ({ expect }) =>
    withRig({}, HELD, async (rig) => {
      await rig.press('\r');
      await rig.shows('for how long?');
      await rig.press('\x1b[B');
      await rig.press('\r');
      await rig.until(() => rig.intents.some((one) => one.intent === 'choose'), 'a choice');
      expect(rig.intents.filter((one) => one.intent !== 'touch')).toEqual([
        { intent: 'choose', stackId: PITHEAD.id, password: null, remember: true },
      ]);
      expect(rig.intents[0]).toEqual({ intent: 'touch' });
    }));

  it('do nothing on a serial line before Enter, which only takes the rig over', ({ expect }) =>
    withRig({ args: ['--serial'], term: 'vt220' }, THREE_STACKS, async (rig) => {
      await rig.press('l');
      await rig.press('\x1b[B');
      await rig.press('\r');
      await rig.shows('Up/Down choose');
      await rig.press('l');
      await rig.until(() => rig.intents.length === 2, 'two intents');
      expect(rig.intents).toEqual([{ intent: 'touch' }, { intent: 'lookAgain' }]);
    }));

  it('type an address in one go, with Enter at its end', ({ expect }) =>
    withRig({}, { ...HELD, mode: 'laptop' }, async (rig) => {
      await rig.press('a10.0.0.1:33\x7f\x7f4444\r');
      await rig.until(() => rig.intents.length === 2, 'two intents');
      expect(rig.intents[1]).toEqual({ intent: 'type', address: '10.0.0.1:4444', password: null });
    }));
});

describe.concurrent('the engine', () => {
  it('may be killed under a line being typed, which is there again with the next engine', async ({
    expect,
  }) => {
    const rig = await openRigConsole(bundle.file, { engine: false });
    const start = () => spawn(process.execPath, [ENGINE, rig.socket], { stdio: 'inherit' });
    const engines = [start()];
    try {
      await rig.shows('Countdown stopped');
      await rig.press('a');
      await rig.press('10.0.');
      await rig.shows('> 10.0._');
      engines[0]?.kill('SIGKILL');
      await rig.shows('RigForge is restarting');
      await rig.press('7');
      engines.push(start());
      expect(await rig.shows('> 10.0._')).toContain('Address of the stack');
    } finally {
      for (const engine of engines) {
        engine.kill('SIGKILL');
      }
      await rig.close();
    }
  });

  it('may restart under the screen', () =>
    withRig({}, OLD, async (rig) => {
      await rig.stopEngine();
      await rig.shows('RigForge is restarting');
      await rig.startEngine();
      await rig.shows('1,204 accepted');
    }));
});

/** Sizes on both sides of every limit of the layout. */
const STORM = [
  [20, 5],
  [240, 67],
  [81, 23],
  [79, 24],
  [80, 25],
  [133, 50],
  [40, 10],
  [200, 20],
  [1, 1],
  [120, 48],
  [240, 24],
  [20, 67],
] as const;

describe.concurrent('the window', () => {
  it('may change its size at any moment', () =>
    withRig({}, OLD, async (fresh) => {
      await withRig({ columns: 128, rows: 48 }, OLD, async (rig) => {
        rig.resize(40, 10);
        await rig.shows(/^rig-3fa2c1 +Mining$/m);
        rig.resize(200, 60);
        rig.resize(80, 24);
        await rig.until(
          () => rig.screen() === fresh.screen(),
          'the screen of a window that was always 80x24',
        );
      });
    }));

  it('is whole on every screen when it comes to rest after a storm of sizes', { timeout: 60_000 }, () =>
    withRig({ log: LOG }, OLD, async (rig) => {
      for (const [index, name] of SCREENS.entries()) {
        await rig.press(`${index + 1}`);
        const before = await rig.shows(new RegExp(`\\[${name}\\]`, 'i'));
        for (const [columns, rows] of STORM) {
          rig.resize(columns, rows);
          await new Promise((resolve) => setTimeout(resolve, (columns * 7) % 60));
        }
        rig.resize(80, 24);
        await rig.until(() => rig.screen() === before, `the ${name} screen as it was`);
      }
    }),
  );

  it('is drawn again by Ctrl-L', () =>
    withRig({}, OLD, async (rig) => {
      const before = rig.screen();
      rig.scribble('\x1b[5;1Hkernel: something happened\r\n\n\n');
      await rig.until(() => rig.screen().includes('kernel'), 'the scribble');
      await rig.press('\x0c');
      await rig.until(() => rig.screen() === before, 'the screen as it was');
    }));
});
