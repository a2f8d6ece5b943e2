import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it, test } from 'vitest';
import { walletMissing } from '../../../headless/config/public-pool.ts';
import { blocked, isBlocked } from '../../../headless/discovery/blocked.ts';
import { canMakeLan } from './lan.ts';

describe('a name that a name server keeps back', () => {
  it.each([
    ['pool.example.com', ['0.0.0.0'], true],
    ['pool.example.com', ['::'], true],
    ['pool.example.com', ['0.0.0.0', '::'], true],
    ['pool.example.com', ['127.0.0.1'], true],
    ['pool.example.com', ['::1'], true],
    ['pool.example.com', ['203.0.113.9'], false],
    // One answer that leads somewhere is enough.
    ['pool.example.com', ['0.0.0.0', '2001:db8::1'], false],
    ['pool.example.com', [], false],
    ['localhost', ['127.0.0.1'], false],
    ['pithead.local', ['127.0.0.1'], false],
    ['127.0.0.1', ['127.0.0.1'], false],
    ['0.0.0.0', ['0.0.0.0'], false],
  ])('%s at %j: %s', (host, addresses, is) => expect(isBlocked(host, addresses)).toBe(is));

  it('is told with what to do, and is no place of its owner', () => {
    expect(blocked('pool.example.com', ['0.0.0.0'])).toBe(
      'the name server of this network blocks pool.example.com (it answers 0.0.0.0): allow the name there (Pi-hole, AdGuard, the router), or write dns=9.9.9.9 in rigforge.conf',
    );
    const pool = { host: 'pool.example.com', port: 3333, user: null };
    for (const address of ['127.0.0.1', '0.0.0.0', '::1'])
      expect(walletMissing(pool, address)).not.toBeNull();
    expect(walletMissing(pool, '192.168.1.5')).toBeNull();
  });
});

/** What this computer's resolver says is changed for the program that asks, and for nobody else. */
test.skipIf(!canMakeLan)('the engine tells a blocked name from a closed port', async () => {
  const hosts =
    '127.0.0.1 localhost\\n0.0.0.0 pool.example.com\\n:: six.example.com\\n127.0.0.1 home.example.com\\n';
  const script = join(import.meta.dirname, 'probe-names.ts');
  const names = ['pool.example.com', 'six.example.com', 'home.example.com', '127.0.0.1'];
  const inside = `mount -t tmpfs none /mnt && printf '${hosts}' >/mnt/hosts && mount --bind /mnt/hosts /etc/hosts && exec "$@"`;
  const program = [process.execPath, script, ...names];
  const { stdout } = await execa('unshare', ['--mount', '--net', 'sh', '-c', inside, 'sh', ...program]);
  const [four, six, home, closed] = JSON.parse(stdout);
  expect(four).toMatchObject({ address: null, status: 'unreachable' });
  expect(four.problem).toContain('blocks pool.example.com (it answers 0.0.0.0)');
  expect(six.problem).toContain('blocks six.example.com (it answers ::)');
  expect(home).toMatchObject({ address: null, status: 'unreachable' });
  expect(home.problem).toContain('blocks home.example.com (it answers 127.0.0.1)');
  expect(closed.problem).not.toContain('blocks');
});
