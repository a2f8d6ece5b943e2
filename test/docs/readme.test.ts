import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const CHECKOUT = join(import.meta.dirname, '../..');
const read = (name: string) => readFileSync(join(CHECKOUT, name), 'utf8');

test('README and package.json ask for the same Node', () => {
  const { engines } = JSON.parse(read('package.json'));
  // "^22.12.0 || ^24.0.0 || >=26.0.0" as one says it: 22.12, 24, 26.
  const versions = [...engines.node.matchAll(/(\d+)\.(\d+)\.\d+/g)].map(([, major, minor]) =>
    minor === '0' ? major : `${major}.${minor}`,
  );
  expect(read('README.md').replaceAll(/\s+/g, ' ')).toContain(`Node ${versions.join(', ')} or newer`);
});

test('every command that a page names is there', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const pages = ['README.md', 'CONTRIBUTING.md', 'docs/image.md', 'docs/boot-tests.md', 'docs/stack.md'].map(
    read,
  );
  const named = pages.flatMap((page) => [...page.matchAll(/npm run ([\w:]+)/g)].map(([, name]) => name));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((name) => !Object.hasOwn(scripts, name ?? ''))).toEqual([]);
});
