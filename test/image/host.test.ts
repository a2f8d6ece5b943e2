import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from '@lydell/node-pty';
import { execa } from 'execa';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';

const HOST = join(import.meta.dirname, '../../image/host.ts');
const NEEDS = { 'test it': ['rigforge-one', 'rigforge-two'], 'test it again': ['rigforge-two'] };
const PROGRAM = `
  import { prepareHost } from ${JSON.stringify(HOST)};
  try { await prepareHost(${JSON.stringify(NEEDS)}); console.log('prepared'); }
  catch (error) { console.error(error.message); process.exitCode = 3; }`;
const COMMAND = [process.execPath, '--input-type=module', '--eval', PROGRAM];
/** Somebody else than root, without any right of root's. */
const NOT_ROOT = process.getuid?.() === 0 ? ['unshare', '--user'] : [];
/** Most containers forbid that; in CI it has to be possible. */
const cannotBeOther =
  process.env['CI'] !== 'true' &&
  NOT_ROOT.length > 0 &&
  spawnSync('unshare', ['--user', 'true']).status !== 0;

/** Stands in for dpkg, apt and sudo, so that no test changes the computer it runs on. */
const STAND_INS = {
  'dpkg-query': `for name; do grep -qx "$name" "$HERE/installed" && echo "$name installed"; done; exit 1`,
  'apt-get': `echo "apt-get $*" >>"$HERE/said"
    [ "$3" = install ] || exit 100
    [ "$APT" = fails ] && exit 100
    for name; do case $name in rigforge-*) echo "$name" >>"$HERE/installed" ;; esac; done`,
  sudo: `[ "$1" != --non-interactive ] || exit "$SUDO"
    echo "sudo" >>"$HERE/said"
    exec "$@"`,
};

let here: string;
let env: Record<string, string>;

beforeEach(async () => {
  here = await mkdtemp(join(tmpdir(), 'host-'));
  onTestFinished(() => rm(here, { recursive: true }));
  for (const [name, script] of Object.entries(STAND_INS)) {
    await writeFile(join(here, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(here, name), 0o755);
  }
  await writeFile(join(here, 'installed'), 'rigforge-one\n');
  await writeFile(join(here, 'said'), '');
  env = { HERE: here, PATH: `${here}:${process.env['PATH']}`, SUDO: '0', APT: 'works', CI: 'false' };
});

const said = () => readFile(join(here, 'said'), 'utf8');

describe('without a terminal', () => {
  const run = (...prefix: string[]) => {
    const [file = '', ...args] = [...prefix, ...COMMAND];
    return execa(file, args, { env, reject: false, all: true, stdin: 'ignore' });
  };

  test('whoever is root, or is by sudo without a password, gets told what is installed, and gets it', async () => {
    const { all, exitCode } = await run();
    expect(all).toBe(
      [
        'Missing on this computer:',
        '  to test it: rigforge-two',
        '  to test it again: rigforge-two',
        'Installing them through apt.',
        'prepared',
      ].join('\n'),
    );
    expect(exitCode).toBe(0);
    expect(await said()).toMatch(/apt-get .*update -q\n(sudo\n)?apt-get .*install .*--yes .*rigforge-two\n$/);
  });

  test.skipIf(cannotBeOther)(
    'a user without rights goes through sudo where it asks for no password',
    async () => {
      const { all, exitCode } = await run(...NOT_ROOT);
      expect(all).toMatch(/prepared$/);
      expect(exitCode).toBe(0);
      expect(await said()).toMatch(/^sudo\napt-get .*\nsudo\napt-get .*\n$/);
    },
  );

  test.skipIf(cannotBeOther)(
    'where sudo asks for a password nothing is done: it says what to type',
    async () => {
      env['SUDO'] = '1';
      const { all, exitCode } = await run(...NOT_ROOT);
      expect(all).toMatch(
        /\nPackages are missing. Install them with:\n {2}sudo apt-get install --no-install-recommends rigforge-two$/,
      );
      expect(exitCode).toBe(3);
      expect(await said()).toBe('');
    },
  );

  test('nothing is asked of apt where nothing is missing', async () => {
    await writeFile(join(here, 'installed'), 'rigforge-one\nrigforge-two\n');
    expect((await run()).all).toBe('prepared');
    expect(await said()).toBe('');
  });

  test('an apt that fails is the end', async () => {
    env['APT'] = 'fails';
    const { all, exitCode } = await run();
    expect(all).toMatch(/apt could not install them; it says why above\.$/);
    expect(exitCode).toBe(3);
  });
});

describe('on a terminal', () => {
  /** What stands on the terminal in the end, after `keys` were typed at the question. */
  const answer = (keys: string) =>
    new Promise<string>((resolve) => {
      const [file = '', ...args] = COMMAND;
      const terminal = spawn(file, args, { cols: 200, rows: 24, env: { ...process.env, ...env } });
      let screen = '';
      terminal.onData((text) => {
        const asked = screen.includes('[Y/n]');
        screen += text;
        if (!asked && screen.includes('[Y/n]')) terminal.write(keys);
      });
      terminal.onExit(() => resolve(screen));
    });

  test.each(['\r', 'y\r', 'Yes\r'])('%j means yes', async (keys) => {
    expect(await answer(keys)).toMatch(/Install them now\? \[Y\/n\].*prepared/s);
    expect(await said()).toContain('rigforge-two');
  });

  test.each(['n\r', 'what?\r', '\x03', '\x04'])('%j means no', async (keys) => {
    expect(await answer(keys)).toMatch(/Packages are missing/);
    expect(await said()).toBe('');
  });
});
