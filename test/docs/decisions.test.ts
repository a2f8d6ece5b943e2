import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const CHECKOUT = join(import.meta.dirname, '../..');
const FOLDER = join(CHECKOUT, 'docs/decisions');
const RECORDS = readdirSync(FOLDER)
  .filter((name) => name !== 'README.md')
  .sort();

/** Title, date, status and headings of a record. */
function parse(file: string) {
  const text = readFileSync(join(FOLDER, file), 'utf8');
  const [, number, title, date, changed, status] =
    /^# (\d{4}): (.+)\n\n- Date: (\d{4}-\d{2}-\d{2})(?:, changed (\d{4}-\d{2}-\d{2}))?\n- Status: (.+)\n\n/.exec(
      text,
    ) ?? [];
  return { file, number, title, date, changed, status, headings: text.match(/^## .*/gm) };
}

/** The index's row for a record. */
const row = ({ file, number, title, date, status }: ReturnType<typeof parse>) =>
  `| [${number}](${file}) | ${title} | ${date} | ${status} |`;

describe('the decision records', () => {
  test('are numbered in sequence, in the order of their dates', () => {
    const numbers = RECORDS.map((name) => name.slice(0, 4));
    expect(numbers).toEqual(numbers.map((_, index) => String(index + 1).padStart(4, '0')));
    const dates = RECORDS.map((name) => parse(name).date);
    expect(dates).toEqual([...dates].sort());
  });

  test.each(RECORDS)('%s has the form of the others', (file) => {
    const record = parse(file);
    expect(record.number).toBe(file.slice(0, 4));
    expect(record.status).toMatch(/^(accepted|superseded by \[\d{4}\]\(\S+\))/);
    expect(record.headings).toEqual(['## Context', '## Decision', '## Consequences']);
  });

  test('are all in the index, as they stand', () => {
    const index = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    expect(index.match(/^\| \[.*/gm)).toEqual(RECORDS.map((name) => row(parse(name))));
  });

  test('are there where code or a page cites one', () => {
    const files = globSync('{README.md,{docs,headless,tui,image,test}/**/*.{ts,tsx,md}}', { cwd: CHECKOUT });
    const cited = files.flatMap(
      (file) =>
        readFileSync(join(CHECKOUT, file), 'utf8').match(/decision [0-9]{4}\b|\b[0-9]{4}-[a-z0-9-]+\.md/g) ??
        [],
    );
    expect(cited.length).toBeGreaterThan(0);
    const numbers = new Set(RECORDS.map((name) => name.slice(0, 4)));
    const missing = cited.filter((word) =>
      word.endsWith('.md') ? !RECORDS.includes(word) : !numbers.has(word.replace('decision ', '')),
    );
    expect(missing).toEqual([]);
  });
});
