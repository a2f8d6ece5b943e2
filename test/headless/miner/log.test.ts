import { expect, it } from 'vitest';
import { factInLine } from '../../../headless/miner/log.ts';
import { sayProblem } from '../../../headless/status/miner-problem.ts';
import { WORTH } from '../../../headless/tuning/worth.ts';

const at = '[2026-07-01 12:00:00.000]  ';
const none = { phase: null, height: null, problem: null };

it.each([
  [
    'net      new job from 127.0.0.1:3333 diff 4000 algo rx/0 height 3500001 (7 tx)',
    { ...none, height: 3500001, algorithm: 'rx/0' },
  ],
  [
    'net      new job from [fd00::1]:3333 diff 4000 algo rx/2 height 3600001 (7 tx)',
    { ...none, height: 3600001, algorithm: 'rx/2' },
  ],
  [
    'randomx  self-test failed algo rx/2: this computer computes wrong hashes',
    { ...none, wrongHashes: { algorithm: 'rx/2', thread: null } },
  ],
  [
    'randomx  self-test failed algo rx/0 thread #3: it computes wrong hashes, it is not used',
    { ...none, wrongHashes: { algorithm: 'rx/0', thread: 3 } },
  ],
  [
    'randomx  caught 3 faults of this computer while hashing: those hashes are dropped',
    { ...none, faults: 3 },
  ],
  ['net      use pool 127.0.0.1:3333  127.0.0.1', { ...none, phase: 'allocating' }],
  ['randomx  init dataset algo rx/0 (2 threads) seed 1111111111111111...', { ...none, phase: 'allocating' }],
  [
    'randomx  allocated 2336 MB (2080+256) huge pages 100% 1168/1168 +JIT (5612 ms)',
    { ...none, phase: 'dataset' },
  ],
  ['cpu      READY threads 2/2 (2) huge pages 100% 2/2 memory 4096 KB (2 ms)', { ...none, phase: 'hashing' }],
  ['net      no active pools, stop mining', { ...none, phase: 'connecting' }],
])('reads %s', (line, fact) => {
  expect(factInLine(at + line)).toEqual(fact);
});

it.each([
  [
    'net      10.0.0.2:3333 error: "Permission denied", code: -1',
    { problem: 'refused', pool: '10.0.0.2:3333', said: 'Permission denied', wantsPassword: true },
    '10.0.0.2:3333 refused the login: "Permission denied"',
  ],
  [
    'net      p:3333 login error code: 6',
    { problem: 'unusable', pool: 'p:3333', code: '6' },
    'p:3333 sends work that XMRig cannot use: it is for another algorithm',
  ],
  [
    'net      p:3333 login error code: 7',
    { problem: 'unusable', pool: 'p:3333', code: '7' },
    'p:3333 sends work that XMRig cannot use: it has no seed hash',
  ],
  [
    'net      p:3333 job error code: 5, reconnect',
    { problem: 'unusable', pool: 'p:3333', code: '5' },
    'p:3333 sends work that XMRig cannot use: it has no target',
  ],
  [
    'net      p:3333 login error code: 99',
    { problem: 'unusable', pool: 'p:3333', code: '99' },
    "p:3333 sends work that XMRig cannot use: XMRig's error code 99",
  ],
  [
    'net      p:3333 incompatible/disabled algorithm "rx/yada" detected, reconnect',
    { problem: 'unusable', pool: 'p:3333', algorithm: 'rx/yada' },
    "p:3333 sends work that XMRig cannot use: it is for rx/yada, which is not Monero's algorithm",
  ],
  [
    'net      p:3333 unsupported algorithm "rx/new" detected, reconnect',
    { problem: 'unusable', pool: 'p:3333', algorithm: 'rx/new' },
    "p:3333 sends work that XMRig cannot use: it is for rx/new, which is not Monero's algorithm",
  ],
  [
    'cpu      thread #3 self-test failed',
    { problem: 'wrongThread', thread: 3 },
    "mining thread 3 computes wrong hashes: undo any overclock and test this computer's memory",
  ],
  [
    'cpu      rejected (0/1) diff 200 "Low difficulty share" (3 ms)',
    { problem: 'shareRejected', said: 'Low difficulty share' },
    'the pool rejected a share: "Low difficulty share"',
  ],
  [
    'randomx  failed to allocate RandomX dataset, switching to slow mode (5612 ms)',
    { problem: 'lightMode' },
    `too little memory for the dataset: ${WORTH.light}`,
  ],
])('reads the problem in %s, and says it', (line, problem, text) => {
  const fact = factInLine(at + line);
  expect(fact).toEqual({ ...none, problem });
  expect(fact?.problem && sayProblem(fact.problem, null)).toBe(text);
});

it('leaves the jobs of a donation out', () => {
  const line = 'net      new job from donate.v2.xmrig.com:3333 diff 1000000 algo rx/0 height 3500001 (7 tx)';
  expect(factInLine(at + line)).toBeNull();
});

it('knows a new process by its first line', () => {
  const line = ' * ABOUT        XMRig/6.26.0 gcc/12.2.0 (built for Linux x86-64, 64 bit)';
  expect(factInLine(line)).toEqual({ ...none, isNewProcess: true });
});

it('strips what a pool sends along', () => {
  const fact = factInLine(`${at}net      10.0.0.2:3333 error: "\u001b[2Jpay \u0007me", code: -1`);
  expect(fact?.problem).toMatchObject({ problem: 'refused', said: 'pay me' });
});

it.each(['miner    speed 10s/60s/15m 666.0 673.8 n/a H/s max 756.7 H/s', '', '{"height": 5}', 'height 99'])(
  'finds nothing in "%s"',
  (line) => expect(factInLine(line)).toBeNull(),
);
