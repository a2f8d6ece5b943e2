import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { feedWatchdog } from '../../../headless/system/watchdog.ts';
import { parseUnit } from '../../bench/unit.ts';

it('beats three times in the time that systemd allows, while the loop turns', async (context) => {
  const folder = await mkdtemp(join(tmpdir(), 'rigforge-watchdog-'));
  context.onTestFinished(() => rm(folder, { recursive: true }));
  const said = join(folder, 'said');
  await writeFile(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$@" >>${said}\n`, { mode: 0o755 });
  const env = {
    PATH: `${folder}:${process.env['PATH']}`,
    NOTIFY_SOCKET: '/run/notify',
    WATCHDOG_USEC: '900000',
  };
  const stop = feedWatchdog(env);
  const beats = async () => (await readFile(said, 'utf8').catch(() => '')).split('WATCHDOG=1\n').length - 1;
  await expect.poll(beats).toBeGreaterThanOrEqual(3);
  stop();
  await sleep(500);
  const before = await beats();
  await sleep(700);
  expect(await beats()).toBe(before);
});

it('says nothing where nobody has asked', async () => {
  feedWatchdog({ PATH: '/nowhere' })();
  feedWatchdog({ PATH: '/nowhere', NOTIFY_SOCKET: '/run/notify' })();
});

it('is asked for by the unit, which lets its helper speak and starts it again', async () => {
  const unit = new URL(
    '../../../image/root/usr/lib/systemd/system/rigforge-headless.service',
    import.meta.url,
  );
  const text = await readFile(unit, 'utf8');
  expect(() => parseUnit(text)).not.toThrow();
  for (const line of ['WatchdogSec=180', 'WatchdogSignal=SIGKILL', 'NotifyAccess=all', 'Restart=always'])
    expect(text).toContain(`\n${line}\n`);
});
