import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';
import { ROWS } from './rows.ts';

const names = ['cpu', 'image-size'];

describe('readOptions', () => {
  it('measures everything but the boots, in 30 pairs, unless told otherwise', () => {
    expect(readOptions([], names)).toEqual({
      only: null,
      pairs: 30,
      boot: false,
      json: false,
      write: false,
      help: false,
    });
    expect(
      readOptions(['--only', 'cpu, image-size', '--pairs', '3', '--boot', '--json', '--write'], names),
    ).toEqual({
      only: names,
      pairs: 3,
      boot: true,
      json: true,
      write: true,
      help: false,
    });
  });
  it('names what it cannot use', () => {
    expect(() => readOptions(['--only', 'cpu,gpu'], names)).toThrow('no row gpu; there are cpu, image-size');
    expect(() => readOptions(['--pairs', '1'], names)).toThrow('--pairs');
    expect(() => readOptions(['--pairs', 'many'], names)).toThrow('--pairs');
    expect(() => readOptions(['--fast'], names)).toThrow('--fast');
  });
});

describe('the rows', () => {
  it('have names of their own, and those that share something stand together', () => {
    expect(new Set(ROWS.map(({ name }) => name)).size).toBe(ROWS.length);
    const needs = ROWS.map((row) => row.needs ?? 'nothing');
    const changes = needs.filter((need, index) => need !== needs[index - 1] && need !== 'nothing');
    expect(changes).toEqual(['rig', 'boot']);
  });
});
