import { expect, it } from 'vitest';
import { factInLine } from '../../../headless/miner/log.ts';
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
  ['net      use pool 127.0.0.1:3333  127.0.0.1', { ...none, phase: 'allocating' }],
  ['randomx  init dataset algo rx/0 (2 threads) seed 1111111111111111...', { ...none, phase: 'allocating' }],
  [
    'randomx  allocated 2336 MB (2080+256) huge pages 100% 1168/1168 +JIT (5612 ms)',
    { ...none, phase: 'dataset' },
  ],
  ['cpu      READY threads 2/2 (2) huge pages 100% 2/2 memory 4096 KB (2 ms)', { ...none, phase: 'hashing' }],
  ['net      no active pools, stop mining', { ...none, phase: 'connecting' }],
  [
    'net      10.0.0.2:3333 error: "Permission denied", code: -1',
    { ...none, problem: '10.0.0.2:3333 refused the login: "Permission denied"' },
  ],
  [
    'net      p:3333 login error code: 6',
    { ...none, problem: 'p:3333 sends work that XMRig cannot use: it is for another algorithm' },
  ],
  [
    'net      p:3333 login error code: 7',
    { ...none, problem: 'p:3333 sends work that XMRig cannot use: it has no seed hash' },
  ],
  [
    'net      p:3333 login error code: 99',
    { ...none, problem: "p:3333 sends work that XMRig cannot use: XMRig's error code 99" },
  ],
  [
    'net      p:3333 incompatible/disabled algorithm "rx/yada" detected, reconnect',
    {
      ...none,
      problem: "p:3333 sends work that XMRig cannot use: it is for rx/yada, which is not Monero's algorithm",
    },
  ],
  [
    'net      p:3333 unsupported algorithm "rx/new" detected, reconnect',
    {
      ...none,
      problem: "p:3333 sends work that XMRig cannot use: it is for rx/new, which is not Monero's algorithm",
    },
  ],
  [
    'cpu      thread #3 self-test failed',
    {
      ...none,
      problem: "mining thread 3 computes wrong hashes: undo any overclock and test this computer's memory",
    },
  ],
  [
    'cpu      rejected (0/1) diff 200 "Low difficulty share" (3 ms)',
    { ...none, problem: 'the pool rejected a share: "Low difficulty share"' },
  ],
  [
    'randomx  failed to allocate RandomX dataset, switching to slow mode (5612 ms)',
    { ...none, problem: `too little memory for the dataset: ${WORTH.light}` },
  ],
])('reads %s', (line, fact) => {
  expect(factInLine(at + line)).toEqual(fact);
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
  expect(fact?.problem).toBe('10.0.0.2:3333 refused the login: "pay me"');
});

it.each(['miner    speed 10s/60s/15m 666.0 673.8 n/a H/s max 756.7 H/s', '', '{"height": 5}', 'height 99'])(
  'finds nothing in "%s"',
  (line) => expect(factInLine(line)).toBeNull(),
);
