import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { inInitrd, machine } from './initrd.ts';

const GIGABYTE = 1024 ** 3;
let root: string;
beforeEach(async () => {
  root = await machine();
});
afterEach(() => rm(root, { recursive: true }));

async function node(number: number, gigabytes: number, pages: number): Promise<() => Promise<number>> {
  const folder = join(root, `devices/system/node/node${number}`);
  const file = join(folder, 'hugepages/hugepages-1048576kB/nr_hugepages');
  await mkdir(join(folder, 'hugepages/hugepages-1048576kB'), { recursive: true });
  await writeFile(join(folder, 'meminfo'), `Node ${number} MemTotal:       ${gigabytes * 1048576} kB\n`);
  await writeFile(file, `${pages}\n`);
  return async () => Number(await readFile(file, 'utf8'));
}

const settle = () => inInitrd(`settle_huge_pages ${root} ${GIGABYTE / 8}`);

test('a small machine gets back what it cannot spare', async () => {
  const pages = await node(0, 4, 1);
  await settle();
  expect(await pages()).toBe(0);
});

test('a machine with room keeps its three', async () => {
  const pages = await node(0, 8, 3);
  await settle();
  expect(await pages()).toBe(3);
});

test('each node is topped up to one dataset and gives back what is more', async () => {
  const [first, second, third] = [await node(0, 16, 1), await node(1, 16, 2), await node(2, 16, 5)];
  await settle();
  expect([await first(), await second(), await third()]).toEqual([3, 3, 3]);
});

test('a CPU without pages of 1 GB has nothing to settle', async () => {
  await mkdir(join(root, 'devices/system/node/node0'), { recursive: true });
  expect(await settle()).toBe('');
});
