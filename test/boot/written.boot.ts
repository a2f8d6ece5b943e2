import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WALLET } from '../headless/config/addresses.ts';
import type { Rig } from '../qemu/rig.ts';
import type { StackEvent } from '../stack/events.ts';
import { Stack } from '../stack/stack.ts';
import { bootRig, explainFailure, MINING_MS, mined, moreShares, scratch } from './support/boot.ts';

/** A machine with these files on its stick. */
async function boot(files: Record<string, string>, ...options: string[]): Promise<Rig> {
  const config = join(await scratch(), 'config');
  await mkdir(config);
  for (const [name, text] of Object.entries(files)) await writeFile(join(config, name), text);
  return bootRig('--memory', '2G', '--keyboard', 'none', '--config', config, ...options);
}

describe('a stick with places that can never work, beside a stack that is ready', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await boot({
      'rigforge.conf': 'Settings:\r\npool=127.0.0.1:3333\r\ncores: 6\r\n',
      'config.json': '{"P2POOL_NODE_HOSTNAME":"YOUR_STACK_IP_OR_HOSTNAME"}\n',
    });
  });
  afterAll(() => rig?.stop());
  beforeEach(() => explainFailure(() => rig));

  it('is mined with at the stack that was found', async () => {
    await moreShares(rig, 3, MINING_MS);
    const snapshot = await rig.snapshotWhere(mined, 300_000);
    expect(snapshot.target).toMatchObject({ source: 'discovery', address: '10.77.0.1' });
  });

  it('says on the screen what is wrong in which file', async () => {
    const { messages } = await rig.snapshot();
    const said = messages.map(({ where, text }) => `${where}: ${text}`).join('\n');
    expect(said).toContain('rigforge.conf line 2: 127.0.0.1 is this rig itself');
    expect(said).toContain(
      'config.json line 1: P2POOL_NODE_HOSTNAME: "YOUR_STACK_IP_OR_HOSTNAME" still has to be filled in',
    );
    expect(said).toContain('rigforge.conf line 1: unknown key "Settings"');
    await rig.machine.screen.waitFor(/rigforge\.conf/, 300_000);
  });
});

describe("RigForge's config.json with a user, moved to the stick", () => {
  let rig: Rig;
  beforeAll(async () => {
    const pools = [
      { url: 'pithead.local:3333', user: 'garage-ryzen', pass: 'x', keepalive: true, enabled: true },
    ];
    rig = await boot({
      'config.json': JSON.stringify({ pools, hugepages_pool_ceiling_mb: 0, HOME_DIR: 'DYNAMIC_HOME' }),
    });
  });
  afterAll(() => rig?.stop());
  beforeEach(() => explainFailure(() => rig));

  it('is one worker at the stack, under the name that its owner knows', async () => {
    await moreShares(rig, 3, MINING_MS);
    const snapshot = await rig.snapshotWhere(mined, 300_000);
    expect(snapshot.target).toMatchObject({ source: 'stick', host: 'pithead.local' });
    const warnings = snapshot.messages.filter(({ level }) => level !== 'info');
    // Light mode costs what it costs: 2 GB.
    expect(warnings.filter(({ where }) => where !== 'XMRig')).toEqual([]);
    // Whoever looked at the stack on the way there, discovery too, gave the same name.
    expect(rig.shares().workers).toEqual(['garage-ryzen']);
  });
});

describe('a stick with a public pool that has TLS, of which nothing is said', () => {
  const POOL = '203.0.113.9';
  const USER = `${WALLET}.rig1/me@example.com`;
  const events: StackEvent[] = [];
  let rig: Rig;
  let pool: Stack;
  beforeAll(async () => {
    // The rig's network has no router; this one leads to the pool, which has an address of the internet.
    const network = 'address=10.77.0.60/24\r\ngateway=10.77.0.1\r\n';
    rig = await boot({ 'rigforge.conf': `pool=${POOL}:14433\r\nuser=${USER}\r\n${network}` }, '--no-stack');
    await execa('ip', ['address', 'add', `${POOL}/32`, 'dev', 'lan0']);
    const lan = { address: POOL, interface: 'lan0', port: 14433, difficulty: 10 };
    pool = await Stack.start({ ...lan, tls: true, plain: false }, (event) => events.push(event));
  });
  afterAll(async () => {
    await pool?.stop();
    await rig?.stop();
  });
  beforeEach(() => explainFailure(() => rig));

  it('is mined at with TLS, under the login that the pool wants and no other', async () => {
    const snapshot = await rig.snapshotWhere(mined, MINING_MS);
    expect(snapshot.target).toMatchObject({ source: 'stick', host: POOL });
    expect(pool.status().verifiedShares).toBeGreaterThan(0);
    expect(pool.status().rejectedShares).toBe(0);
    const logins = events.flatMap((event) => (event.event === 'login' ? [event] : []));
    expect(new Set(logins.map(({ worker }) => worker))).toEqual(new Set([USER]));
    const miners = logins.filter(({ agent }) => agent.startsWith('XMRig/'));
    expect(miners.at(-1)).toMatchObject({ ok: true, tls: true });
  });
});
