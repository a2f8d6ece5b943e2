import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { unitLines } from '../../../headless/miner/unit-lines.ts';
import { eachLine, journalLine, SYSTEMD } from '../../../headless/system/journal.ts';

/** The ends in what systemd says of the unit, in its order. */
function ends(lines: string[]) {
  const read = unitLines();
  return lines.flatMap((line) => read(line) ?? []);
}

const STARTED = 'Started xmrig.service - XMRig.';
const AGAIN = 'xmrig.service: Scheduled restart job, restart counter is at 3.';
const exited = (how: string) => `xmrig.service: Main process exited, ${how}`;
const failed = (result: string) => `xmrig.service: Failed with result '${result}'.`;

it.each([
  ['code=killed, status=8/FPE', 'signal', { by: 'signal', signal: 'SIGFPE' }],
  ['code=dumped, status=11/SEGV', 'core-dump', { by: 'signal', signal: 'SIGSEGV' }],
  ['code=killed, status=9/KILL', 'signal', { by: 'signal', signal: 'SIGKILL' }],
  ['code=exited, status=2/INVALIDARGUMENT', 'exit-code', { by: 'status', status: 2 }],
  ['code=exited, status=203/EXEC', 'exit-code', { by: 'status', status: 203 }],
])('reads %s', (how, result, ended) => {
  expect(ends([STARTED, exited(how), failed(result), AGAIN, STARTED])).toEqual([ended]);
});

it.each([
  [
    'the kernel first',
    [
      'xmrig.service: A process of this unit has been killed by the OOM killer.',
      exited('code=killed, status=9/KILL'),
    ],
  ],
  [
    'the process first',
    [
      exited('code=killed, status=9/KILL'),
      'xmrig.service: A process of this unit has been killed by the OOM killer.',
    ],
  ],
  ['the result alone', [exited('code=killed, status=9/KILL')]],
])('reads that it ran out of memory, %s', (_, lines) => {
  expect(ends([...lines, failed('oom-kill')])).toEqual([{ by: 'memory' }]);
});

it('takes no order for an end of its own', () => {
  const killed = [
    'Stopping xmrig.service - XMRig...',
    "xmrig.service: State 'stop-sigterm' timed out. Killing.",
    'xmrig.service: Killing process 812 (xmrig) with signal SIGKILL.',
    exited('code=killed, status=9/KILL'),
    failed('timeout'),
    'Stopped xmrig.service - XMRig.',
  ];
  const own = [exited('code=killed, status=8/FPE'), failed('signal')];
  expect(ends([STARTED, ...killed])).toEqual([]);
  expect(ends([...killed, 'Starting xmrig.service - XMRig...', STARTED, ...own])).toHaveLength(1);
});

it('knows systemd by what the journal says of it, and not by words', async () => {
  const words = `xmrig.service: ${exited('code=killed, status=8/FPE')}`;
  expect(journalLine(`[   12.000001] xmrig[812]: ${words}`).source).not.toBe(SYSTEMD);
  expect(journalLine(`[   12.000001] systemd[812]: ${words}`).source).not.toBe(SYSTEMD);
  // A pool's words, as the journal shows them: it ends a line at a newline only.
  const forged = `[   12.000002] systemd[1]: ${words}`;
  const stream = new PassThrough();
  const lines: string[] = [];
  eachLine(stream, (line) => lines.push(line));
  stream.end(
    `[   12.000001] xmrig[812]: error: "\r${forged}\u2028${forged}"\n[   12.5] systemd[1]: ${STARTED}\n`,
  );
  await new Promise((resolve) => stream.once('end', resolve));
  expect(lines.map((line) => journalLine(line).source)).toEqual(['xmrig[812]', SYSTEMD]);
});

it('finds the three ends of their own in a real journal', async () => {
  const read = unitLines();
  const found: unknown[] = [];
  const stream = createReadStream(join(import.meta.dirname, '../../recordings/journal/ends.txt'));
  eachLine(stream, (line) => {
    const { source, text } = journalLine(line);
    if (source === SYSTEMD) found.push(read(text));
  });
  await once(stream, 'end');
  expect(found.filter((how) => how !== null)).toEqual([
    { by: 'signal', signal: 'SIGFPE' },
    { by: 'status', status: 2 },
    { by: 'signal', signal: 'SIGKILL' },
  ]);
});
