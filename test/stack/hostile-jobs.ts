/** Jobs that no honest pool sends, and what XMRig makes of them. The probe has to come to the same verdict. */

/** A block of Monero's with two transactions, empty nonce. */
const BLOB = `1010${'ab'.repeat(37)}00000000${'cd'.repeat(32)}02`;

/** One that XMRig mines. Nobody meets its target within a test. */
export const GOOD_JOB = {
  blob: BLOB,
  job_id: '1',
  target: '0100000000000000',
  algo: 'rx/0',
  height: 3_810_000,
  seed_hash: 'aa'.repeat(32),
};

export interface HostileJob {
  name: string;
  job: Record<string, unknown>;
  /** XMRig's number of what it misses; null where it mines the job all the same. */
  code: number | null;
}

const block = (bytes: number): string => BLOB.slice(0, bytes * 2).padEnd(bytes * 2, 'e');

/** The line that carries it is longer than XMRig reads: it hangs up without a number. */
export const TOO_LONG = -1;

export const HOSTILE_JOBS: readonly HostileJob[] = [
  ...[0, 1, 42, 408, 409, 1000].map((bytes) => blob(`${bytes} bytes`, block(bytes), 4)),
  ...[43, 75, 76, 200, 407].map((bytes) => blob(`${bytes} bytes`, block(bytes), null)),
  blob('100000 bytes', block(100_000), TOO_LONG),
  blob('half a byte too many', `${BLOB}a`, 4),
  blob('no hexadecimal', 'zz'.repeat(76), 4),
  blob('no hexadecimal at its end', `${BLOB.slice(0, -2)}zz`, 4),
  blob('a blank inside', `${BLOB.slice(0, 20)}  ${BLOB.slice(22)}`, 4),
  blob('capital letters', BLOB.toUpperCase(), null),
  blob('a number', 7, 4),
  blob('null', null, 4),
  blob('left out', undefined, 4),
  ...Array.from({ length: 17 }, (_, digits) => digits)
    .filter((digits) => digits !== 8 && digits !== 16)
    .map((digits) => target(`${digits} digits`, '1'.repeat(digits), 5)),
  target('8 digits', '11111111', null),
  target('18 digits', '1'.repeat(18), 5),
  target('200 digits', '1'.repeat(200), 5),
  target('zero in four bytes', '00000000', 5),
  target('zero in eight bytes', '0000000000000000', 5),
  target('zero in two bytes', '0000', 5),
  target('no hexadecimal', 'zz', 5),
  target('no hexadecimal in four bytes', 'zzzzzzzz', 5),
  target('a sign before it', '-1111111', 5),
  target('a number', 7, 5),
  target('left out', undefined, 5),
  target('the smallest of four bytes', '01000000', null),
  seed('31 bytes', 'aa'.repeat(31), 7),
  seed('33 bytes', 'aa'.repeat(33), 7),
  seed('nothing', '', 7),
  seed('half a byte less', 'a'.repeat(63), 7),
  seed('no hexadecimal', 'zz'.repeat(32), 7),
  seed('no hexadecimal at its end', `${'aa'.repeat(31)}zz`, 7),
  seed('10 kB', 'aa'.repeat(5000), 7),
  seed('a number', 7, 7),
  seed('left out', undefined, 7),
  ...[-1, 0, 1, 1.5, 2 ** 31, 2 ** 53, 1e19, 1e300, '9', null, undefined, [], {}].map((height) =>
    change(`height ${JSON.stringify(height)}`, { height }, null),
  ),
  change('job_id of 10 kB', { job_id: 'j'.repeat(10_000) }, null),
  change('job_id nothing', { job_id: '' }, null),
  change('job_id a number', { job_id: 7 }, 3),
  change('job_id left out', { job_id: undefined }, 3),
  change('algo rx/new', { algo: 'rx/new' }, 6),
  change('algo of 10 kB', { algo: 'x'.repeat(10_000) }, 6),
  change('algo nothing', { algo: '' }, 6),
  change('algo a number', { algo: 7 }, null),
  change('algo left out', { algo: undefined }, null),
  ...['rx/wow', 'rx/arq', 'cn/r', 'argon2/chukwa', 'kawpow', 'ghostrider'].map((algo) =>
    change(`algo ${algo}`, { algo }, 6),
  ),
  // Its nonce would be behind the end of this block.
  change('algo rx/yada', { algo: 'rx/yada' }, 4),
  change('algo kawpow in a short block', { algo: 'kawpow', blob: block(32) }, 4),
  change('algo rx/2', { algo: 'rx/2' }, null),
];

function blob(name: string, value: unknown, code: number | null): HostileJob {
  return change(`blob of ${name}`, { blob: value }, code);
}

function target(name: string, value: unknown, code: number | null): HostileJob {
  return change(`target of ${name}`, { target: value }, code);
}

function seed(name: string, value: unknown, code: number | null): HostileJob {
  return change(`seed_hash of ${name}`, { seed_hash: value }, code);
}

function change(name: string, changed: Record<string, unknown>, code: number | null): HostileJob {
  // XMRig takes the same job a second time for none.
  return { name, job: { ...GOOD_JOB, job_id: name, ...changed }, code };
}

/** The answer to a login that hands `job` out. */
export function loginWith(job: unknown): string {
  const result = { id: 'session', job, extensions: ['keepalive', 'algo'], status: 'OK' };
  return JSON.stringify({ id: 1, jsonrpc: '2.0', error: null, result });
}
