/** `npm run config`: what a person sees, what programs get, and the exit code. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import * as z from 'zod';
import { OWN_NAME_FORM } from '../../../headless/config/variables.ts';
import { checkFolder } from '../../../headless/config-check/check.ts';
import { inJson, inWords } from '../../../headless/config-check/print.ts';
import { messageSchema, settingSchema } from '../../../headless/snapshot.ts';
import { WALLET } from '../config/addresses.ts';
import { CONF_CASES } from '../config/conf-cases.ts';
import { JSON_CASES } from '../config/json-cases.ts';

const CHECKOUT = join(import.meta.dirname, '../../..');
const SECRETS = /hunter2|s3cret|tulip/;
const HEX = 'ab'.repeat(32);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rigforge-check-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function check(files: Record<string, string | Uint8Array>, ...args: string[]) {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const { exitCode, stdout, stderr } = await run(folder, ...args);
  expect(stdout + stderr).not.toMatch(SECRETS);
  return { exitCode, stdout, stderr };
}

const run = (...args: string[]) =>
  execa(process.execPath, [join(CHECKOUT, 'headless/config-check/main.ts'), ...args], { reject: false });

const checkSchema = z.object({
  ok: z.boolean(),
  files: z.array(z.string()),
  settings: z.array(settingSchema),
  pools: z.array(z.record(z.string(), z.unknown())),
  namesPools: z.boolean(),
  leavesOut: z.boolean(),
  messages: z.array(messageSchema),
});

async function asJson(files: Record<string, string>) {
  const { stdout, exitCode } = await check(files, '--json');
  return { ...checkSchema.parse(JSON.parse(stdout)), exitCode };
}

it('reads all three forms, with their strength, and says where each setting comes from', async () => {
  const result = await asJson({
    'rigforge.conf': 'bare.local\r\nwait=10\r\n',
    'config.json': JSON.stringify({ pools: [{ url: 'json.local:3333', user: 'garage' }], DONATION: 2 }),
    'rigforge-cmdline.txt': 'add rigforge.threads=4 nosmt\n',
    'rig.conf': 'WORKER_NAME=attic\n',
  });
  expect(result).toMatchObject({ ok: true, exitCode: 0, namesPools: true });
  expect(result.pools).toMatchObject([
    { url: 'json.local:3333', user: 'garage', pass: 'x', tls: 'found out by asking', keepalive: true },
  ]);
  expect(result.settings).toEqual(
    expect.arrayContaining([
      { key: 'wait', value: '10 s to choose', source: 'stick', where: 'rigforge.conf line 2' },
      { key: 'threads', value: 'at most 4', source: 'cmdline', where: 'kernel command line' },
      expect.objectContaining({ key: 'donation', where: 'config.json line 1' }),
      { key: 'label', value: 'made from the hardware', source: 'default', where: '' },
    ]),
  );
  // What the boot loader takes is in force; the file that no rig reads is named.
  expect(result.messages.map(({ where }) => where)).toEqual(['rig.conf', 'rigforge.conf line 1']);
});

it.each([
  ['a bare line', { 'rigforge.conf': 'pithead.local:3334' }, 'pithead.local:3334'],
  ['keys', { 'rigforge.conf': 'P2POOL_NODE_HOSTNAME=pithead.local' }, 'pithead.local:3333'],
  ["RigForge's file", { 'config.json': '{"pools":[{"url":"pithead.local:3333"}]}' }, 'pithead.local:3333'],
])('reads %s alone', async (_, files, url) => {
  const { exitCode, pools } = await asJson(files);
  expect({ exitCode, pools }).toMatchObject({ exitCode: 0, pools: [{ url, user: 'rig-xxxxxx' }] });
});

it('shows pools as XMRig gets them, without a secret', async () => {
  const conf = `pool=pool.example.com:443\nuser=${WALLET}.rig1/me@example.com\npass=hunter2\ntls-fingerprint=${HEX}\npool=b.lan\nkeepalive=30`;
  const { exitCode, stdout } = await check({ 'rigforge.conf': conf });
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/pool\.example\.com:443 {2}user 42ey\S+\.rig1\/me@example\.com {2}pass \(set\)/);
  expect(stdout).toMatch(/tls true {2}tls-fingerprint abab/);
  expect(stdout).toMatch(/b\.lan:3333 {2}user rig-xxxxxx {2}pass x .*keepalive 30/);
});

it('tells by its exit code that something is wrong, and what', async () => {
  const { exitCode, stdout } = await check({
    'rigforge.conf': 'pool=pool.example.com\nuser=YOUR_WALLET_ADDRESS',
  });
  expect(exitCode).toBe(1);
  expect(stdout).toContain('None of the pools is mined at');
  expect(stdout).toContain(
    'error: rigforge.conf line 2: user: "YOUR_WALLET_ADDRESS" still has to be filled in',
  );
  expect(stdout).toContain('error: rigforge.conf line 1: pool.example.com is a public pool');
  const itself = await asJson({ 'rigforge.conf': 'pool=127.0.0.1\npass=hunter2' });
  expect(itself).toMatchObject({ ok: false, exitCode: 1, pools: [], namesPools: false });
  expect((await check({ 'rigforge.conf': 'pool=127.0.0.1' })).stdout).toContain(
    'None of the pools can be mined at (see the messages): a rig looks for a stack',
  );
  // The rig's own name: known as soon as it has that.
  const named = await asJson({ 'rigforge.conf': 'pool=pithead.local\nlabel=pithead' });
  expect(named).toMatchObject({ ok: false, exitCode: 1, pools: [], leavesOut: true });
  expect(named.messages).toMatchObject([
    { text: expect.stringContaining('pithead.local is this rig itself') },
  ]);
});

it('says of a pool for another coin that it is left out', async () => {
  const result = await asJson({ 'config.json': '{"pools":[{"url":"a.lan:3333","coin":"wow"}]}' });
  expect(result).toMatchObject({ namesPools: false, leavesOut: true, exitCode: 0 });
});

it('shows what a variable in the file for the boot loader becomes', async () => {
  const file = `add rigforge.pool=pool.example.com:443 rigforge.user=${WALLET}.${OWN_NAME_FORM}/a@b.c`;
  const { pools, messages } = await asJson({ 'rigforge-cmdline.txt': file });
  expect(pools).toMatchObject([{ user: `${WALLET}.rig-xxxxxx/a@b.c` }]);
  expect(messages).toEqual([]);
});

it('takes a folder as npm is asked for it, and the option that npm took', async () => {
  const env = { npm_lifecycle_event: 'config', INIT_CWD: folder, npm_config_json: 'true' };
  await mkdir(join(folder, 'stick'));
  await writeFile(join(folder, 'stick/rigforge.conf'), 'pool=a.lan');
  const options = { reject: false, env, cwd: CHECKOUT };
  const { stdout } = await execa(process.execPath, ['headless/config-check/main.ts', 'stick'], options);
  expect(checkSchema.parse(JSON.parse(stdout))).toMatchObject({ pools: [{ url: 'a.lan:3333' }] });
});

it('says in plain words what is no folder', async () => {
  await writeFile(join(folder, 'a.conf'), 'pool=a.lan');
  expect((await run(join(folder, 'a.conf'))).stderr).toContain('a.conf is a file; give the folder');
  expect((await run(join(folder, 'missing'))).stderr).toContain('missing is not there.');
});

it('says of an empty folder that the rig looks for a stack', async () => {
  const { exitCode, stdout } = await check({});
  expect(exitCode).toBe(0);
  expect(stdout).toContain('a rig looks for a stack on its network');
});

it('ends with 2 where there is nothing to read', async () => {
  await mkdir(join(folder, 'sub'));
  for (const args of [[], [join(folder, 'missing')], [folder, folder], [folder, '--frobnicate']]) {
    expect((await run(...args)).exitCode, args.join(' ')).toBe(2);
  }
  expect((await run('--help')).exitCode).toBe(0);
});

it('repeats no secret of any file that people write', async () => {
  for (const { name = 'rigforge.conf', content } of [...CONF_CASES, ...JSON_CASES]) {
    await writeFile(join(folder, name), content);
    const found = await checkFolder(folder);
    expect(inWords(found) + inJson(found)).not.toMatch(SECRETS);
    await rm(join(folder, name));
  }
});
