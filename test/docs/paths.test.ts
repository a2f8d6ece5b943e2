import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';

const CHECKOUT = join(import.meta.dirname, '../..');
const PAGES = globSync(['*.md', 'docs/*.md', 'docs/decisions/README.md'], { cwd: CHECKOUT });
/** Files and folders of the source named in running text; what a build makes and examples (`NAME`, `*`) are none. */
const PATHS = /`((?:docs|headless|image|test|tui)\/[\w./@-]*|\.ci\/\w+|mkosi\.conf)`/g;
/** Links to files of the repository; pictures are taken by boots, and may come after the page. */
const LINKS = /(?<!!)\[[^\]]*\]\((?!\w+:)([^)#]+)(?:#[^)]*)?\)/g;

test.each(PAGES)('%s names files that are there, and its links lead somewhere', (page) => {
  const text = readFileSync(join(CHECKOUT, page), 'utf8');
  const paths = [...text.matchAll(PATHS)]
    .map(([, path = '']) => path)
    .filter((path) => !/[A-Z]{4}$/.test(path));
  const links = [...text.matchAll(LINKS)].map(([, link = '']) => join(dirname(page), link));
  expect([...paths, ...links].filter((path) => !existsSync(join(CHECKOUT, path)))).toEqual([]);
});

test('the pages were found', () => {
  expect(PAGES).toEqual(expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'docs/image.md']));
});
