import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { digestOf, uuidFrom } from '../../image/inputs.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'inputs-'));
  await mkdir(join(root, 'folder'));
  await writeFile(join(root, 'folder/script'), 'text');
});
afterEach(() => rm(root, { recursive: true }));

test('contents, names and executable bits count; the order asked in does not', async () => {
  await writeFile(join(root, 'other'), '');
  const before = await digestOf(root, ['folder', 'other']);
  expect(await digestOf(root, ['other', 'folder'])).toBe(before);
  await chmod(join(root, 'folder/script'), 0o755);
  const executable = await digestOf(root, ['folder', 'other']);
  expect(executable).not.toBe(before);
  await writeFile(join(root, 'folder/script'), 'text!');
  expect(await digestOf(root, ['folder', 'other'])).not.toBe(executable);
});

test('identifiers are valid UUIDs, the same for the same build and name', () => {
  const uuid = uuidFrom('digest', 'root');
  expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuidFrom('digest', 'root')).toBe(uuid);
  expect(uuidFrom('digest', 'config')).not.toBe(uuid);
});
