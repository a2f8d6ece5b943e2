import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Bench } from './bench.ts';
import { markdown } from './markdown.ts';
import { type Measured, NotMeasured, type Row, resultOf } from './row.ts';
import { table } from './table.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await Bench.open(
    { only: null, pairs: 2, boot: false, json: false, write: false, help: false },
    () => {},
  );
});
afterAll(() => bench.close());
const row = (measure: () => Promise<Measured>): Row => ({
  name: 'a',
  what: 'something',
  goal: 'at most 1',
  measure,
});
const measured = (holds: boolean | null): Measured => ({ value: '1.2', holds, figures: {} });

describe('resultOf', () => {
  it.each([
    [true, 'holds'],
    [false, 'short'],
    [null, 'recorded'],
  ])('of a figure for which holds is %s', async (holds, verdict) => {
    const result = await resultOf(
      row(async () => measured(holds)),
      bench,
    );
    expect(result).toMatchObject({ verdict, value: '1.2' });
  });
  it('says why something was not measured, and that is no failure', async () => {
    const why = async () => {
      throw new NotMeasured('no root here');
    };
    expect(await resultOf(row(why), bench)).toMatchObject({
      verdict: 'not measured',
      value: null,
      note: 'no root here',
    });
  });
  it('says what broke', async () => {
    const broken = async () => {
      throw new Error('it fell over');
    };
    expect(await resultOf(row(broken), bench)).toMatchObject({
      verdict: 'broken',
      note: 'it fell over',
    });
  });
});

describe('table', () => {
  it('has a line for each result, and its note below', async () => {
    const result = await resultOf(
      row(async () => ({ ...measured(true), note: 'a word '.repeat(30) })),
      bench,
    );
    const lines = table([result, { ...result, what: 'something longer', value: null, note: null }]).split(
      '\n',
    );
    expect(lines[0]).toBe('what              measured  goal');
    expect(lines[2]).toBe('something         1.2       at most 1  holds');
    expect(lines.slice(3, -1).every((line) => /^ {4}\S/.test(line) && line.length <= 110)).toBe(true);
    expect(lines.at(-1)).toBe('something longer  -         at most 1  holds');
  });
});

describe('markdown', () => {
  it('has a row for each result, and a line on how it was measured', async () => {
    const result = await resultOf(
      row(async () => ({ ...measured(false), note: 'On this | that.' })),
      bench,
    );
    const text = markdown([result, { ...result, what: 'something else', value: null, note: null }], 'a PC');
    expect(text).toContain('Measured on a PC.');
    expect(text).toContain(
      '\n| something | 1.2 | at most 1 | short |\n| something else | - | at most 1 | short |\n',
    );
    expect(text.split('## How\n\n')[1]).toBe('- **something**: On this | that.\n');
  });
});
