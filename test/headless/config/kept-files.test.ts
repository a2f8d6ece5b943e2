import { cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from '../../../headless/config/read-config.ts';
import { readStick } from '../../../headless/config/stick.ts';
import { liveMachine } from '../../../headless/rig/machine-source.ts';
import type { Run } from '../../../headless/system/run-program.ts';

const OURS = '5e1f0b6c-7d2a-4c3b-9a8e-0123456789ab';

/** A machine whose stick holds these files; `stick.test.ts` mounts real file systems. */
async function machine(files: Record<string, string>) {
  const root = await mkdtemp(join(tmpdir(), 'rigforge-kept-'));
  const stick = join(root, 'stick');
  for (const folder of ['proc', 'stick']) await mkdir(join(root, folder));
  await writeFile(join(root, 'proc/cmdline'), 'quiet\n');
  for (const [name, text] of Object.entries(files)) await writeFile(join(stick, name), text);
  const state = { pulled: false, broken: false };
  const disk = { name: 'sdb', path: '/dev/sdb', type: 'disk', tran: 'usb' };
  const part = { name: 'sdb1', path: '/dev/sdb1', pkname: 'sdb', type: 'part', partuuid: OURS };
  const run: Run = async (program, args) => {
    const directory = args.at(-1) ?? '';
    if (program === 'lsblk') return JSON.stringify({ blockdevices: state.pulled ? [] : [disk, part] });
    if (program === 'mount' && state.broken) throw new Error('Input/output error');
    if (program === 'mount') await cp(stick, directory, { recursive: true });
    else for (const name of await readdir(directory)) await rm(join(directory, name));
    return '';
  };
  const place = { root, buildConfigPartUuid: OURS, bootDisk: 'sdb' };
  return {
    root,
    stick,
    state,
    read: () => readConfig(liveMachine(root), place, { run, readStick: (at) => readStick(at, run) }),
  };
}

it('what the stick said stands for this boot, also for an engine that was started again', async () => {
  const { root, stick, state, read } = await machine({
    'rigforge.conf': 'pool=a.local\nlabel=shed\nsweep=no\n',
  });
  const first = await read();
  expect(first).toMatchObject({ stickRead: true, config: { label: 'shed', sweep: false } });
  for (const change of [{ pulled: true }, { pulled: false, broken: true }]) {
    Object.assign(state, change);
    const { config, stickRead } = await read();
    expect(stickRead).toBe(false);
    expect({ ...config, messages: [] }).toEqual({ ...first.config, messages: [] });
  }
  state.broken = false;
  await writeFile(join(stick, 'rigforge.conf'), 'label=barn\n');
  expect((await read()).config).toMatchObject({ label: 'barn', pools: [], sweep: true });
  const { mode } = await stat(join(root, 'run/rigforge/owner-files.json'));
  expect(mode & 0o777).toBe(0o600);
  await rm(root, { recursive: true });
});

it('a stick that was never there says nothing', async () => {
  const { root, state, read } = await machine({});
  state.pulled = true;
  expect(await read()).toMatchObject({
    stickPresent: false,
    stickRead: false,
    config: { pools: [], label: null },
  });
  await rm(root, { recursive: true });
});
