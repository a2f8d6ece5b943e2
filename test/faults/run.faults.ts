/** All faults, a few at a time: each has a LAN, stacks and a rig of its own, and waits most of the time. */
import { afterAll, beforeAll, describe, test } from 'vitest';
import { canMakeLan } from '../headless/discovery/lan.ts';
import type { Row } from './fault.ts';
import { FAULTS, TODO } from './list.ts';
import { programs } from './rig.ts';
import { runFault } from './run-fault.ts';
import { line, tableText, writeTable } from './table.ts';

const wanted = process.env['RIGFORGE_FAULTS'] ?? '';
const faults = FAULTS.filter(({ isShort }) => wanted !== 'short' || isShort);
const rows: Row[] = [];

beforeAll(async () => {
  await programs();
}, 900_000);

afterAll(() => {
  console.log(tableText(rows));
});

describe.skipIf(!canMakeLan).concurrent('a rig', () => {
  for (const { subject, id, fault, todo } of TODO) test.todo(`${subject}, ${id}: ${fault} (${todo})`);
  for (const fault of faults) {
    test(`${fault.subject}, ${fault.id}: ${fault.fault}`, async () => {
      const row = await runFault(fault);
      rows.push(row);
      // One that fails later, or ends the run, takes no line away.
      if (wanted === 'write') writeTable([row]);
      console.log(line(row));
    });
  }
});
