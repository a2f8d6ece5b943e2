import { join } from 'node:path';
import { expect, it } from 'vitest';
import { circles, importsIn, readImports, wrongArrows } from './imports.ts';

/** What every part of the rig may speak of, and what depends on nothing else. */
const GROUND = [
  'algorithm',
  'ended',
  'endpoint',
  'names',
  'order',
  'pool',
  'private-networks',
  'held',
  'intent',
  'snapshot',
  'stack',
  'text',
];

/**
 * The rooms of docs/design.md, each with those that it may know, lowest first. A new arrow needs a reason; one that points up is
 * a sign that something stands in the wrong room.
 */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  ground: [],
  system: ['ground'],
  rig: ['ground'],
  config: ['ground', 'system', 'rig'],
  tuning: ['ground', 'system', 'rig'],
  discovery: ['ground', 'config'],
  miner: ['ground', 'system', 'tuning'],
  checks: ['ground', 'rig', 'tuning'],
  console: ['ground'],
  state: ['ground', 'system', 'rig', 'config', 'tuning', 'discovery', 'miner'],
  decide: ['ground', 'config', 'tuning', 'discovery', 'miner', 'state'],
  status: ['ground', 'config', 'tuning', 'discovery', 'miner', 'checks', 'state', 'decide'],
  top: 'ground system rig config tuning discovery miner checks console state decide status'.split(' '),
  'config-check': ['ground', 'config', 'miner', 'state', 'decide', 'status', 'top'],
  // A window knows what it is shown, and how an address is read before it is sent.
  tui: ['ground', 'config/address'],
};

const imports = await readImports(join(import.meta.dirname, '..'), ['headless', 'tui']);

function roomOf(file: string): string | null {
  if (file.startsWith('tui/')) return 'tui';
  const [folder = '', room = '', rest] = file.split('/');
  if (folder !== 'headless') return null;
  if (rest !== undefined) return room in ALLOWED ? room : null;
  return GROUND.includes(room.replace(/\.ts$/, '')) ? 'ground' : 'top';
}

it('has no circle between files', () => {
  expect(circles(imports)).toEqual([]);
});

it('has arrows in the allowed directions only, and none to a test', () => {
  const seenByTui = (file: string) =>
    file === 'headless/config/address.ts' ? 'config/address' : roomOf(file);
  const [tui, engine] = [
    new Map([...imports].filter(([file]) => file.startsWith('tui/'))),
    new Map([...imports].filter(([file]) => !file.startsWith('tui/'))),
  ];
  expect(wrongArrows(engine, roomOf, ALLOWED)).toEqual([]);
  expect(wrongArrows(tui, seenByTui, ALLOWED)).toEqual([]);
});

it('allows no circle between rooms either', () => {
  expect(circles(new Map(Object.entries(ALLOWED)))).toEqual([]);
});

it('sees what it looks at: every way to import, circles, and arrows that are not allowed', () => {
  expect(imports.size).toBeGreaterThan(150);
  const source = `import type { A } from '../b.ts';\nimport './c.ts';\nexport * from './d.ts';\nawait import('./e.ts');\nimport { readFile } from 'node:fs';`;
  expect(importsIn(source, 'x/a.ts')).toEqual(['b.ts', 'x/c.ts', 'x/d.ts', 'x/e.ts']);
  const graph = new Map([
    ['low/a.ts', ['low/b.ts']],
    ['low/b.ts', ['low/c.ts']],
    ['low/c.ts', ['low/b.ts', 'high/d.ts']],
    ['high/d.ts', ['low/a.ts', '../test/e.ts']],
  ]);
  expect(circles(graph)).toEqual([['high/d.ts', 'low/a.ts', 'low/b.ts', 'low/c.ts']]);
  const room = (file: string) => (file.startsWith('..') ? null : (file.split('/')[0] ?? null));
  expect(wrongArrows(graph, room, { low: [], high: ['low'] })).toEqual([
    'low/c.ts -> high/d.ts',
    'high/d.ts -> ../test/e.ts',
  ]);
});
