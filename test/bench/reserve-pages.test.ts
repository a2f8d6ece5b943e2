import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { reservePages } from './reserve-pages.ts';
import { NotMeasured } from './row.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pages-'));
});
afterEach(() => rmSync(folder, { recursive: true }));
const put = (name: string, pages: number) => writeFileSync(join(folder, name), `${pages}\n`);
const total = () => Number(readFileSync(join(folder, 'nr_hugepages'), 'utf8'));

describe('reservePages', () => {
  it('reserves what is missing and puts the number back', () => {
    put('nr_hugepages', 5);
    // All that are reserved are free, as on a machine on which nobody uses them.
    symlinkSync('nr_hugepages', join(folder, 'free_hugepages'));
    const putBack = reservePages(12, folder);
    expect(total()).toBe(12);
    putBack();
    expect(total()).toBe(5);
  });
  it('leaves a machine alone that has enough, and puts back what others changed meanwhile', () => {
    put('nr_hugepages', 20);
    put('free_hugepages', 15);
    const putBack = reservePages(12, folder);
    expect(total()).toBe(20);
    put('nr_hugepages', 30);
    putBack();
    expect(total()).toBe(20);
  });
  it('gives back what does not suffice, and says how many there were', () => {
    put('nr_hugepages', 5);
    put('free_hugepages', 3);
    expect(() => reservePages(12, folder)).toThrow(/12 pages of 2 MB were asked for.* only 3 /);
    expect(total()).toBe(5);
  });
  it('says who may reserve pages', () => {
    // A number of the kernel's that nobody may write.
    symlinkSync('/proc/sys/kernel/ngroups_max', join(folder, 'nr_hugepages'));
    put('free_hugepages', 3);
    expect(() => reservePages(12, folder)).toThrow(/12 pages of 2 MB are needed, 3 are free.*root/);
  });
  it('says that a kernel has none', () => {
    expect(() => reservePages(12, folder)).toThrow(NotMeasured);
  });
});
