import { describe, expect, it } from 'vitest';
import { timesLine, timesOf } from './report.ts';

describe('the times of a report', () => {
  it('are null where nothing was seen', () => {
    expect(timesOf(null, 8123.6, null)).toEqual({
      kernel: null,
      firstFrame: 8124,
      stackFound: null,
      minerStarted: null,
      firstHashrate: null,
      firstShare: null,
    });
  });

  it('read as one line of seconds', () => {
    expect(timesLine({ ...timesOf(3210, 8123.6, null), firstShare: 61_000 })).toBe(
      'kernel 3.2 s, first screen 8.1 s, stack found -, miner started -, first hashrate -, first share 61.0 s',
    );
  });
});
