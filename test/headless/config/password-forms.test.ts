import { describe, expect, it } from 'vitest';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import { passwordForms } from './password-forms.ts';

describe.each(['hunter2', 'crazymonkey', 'S3cret!', 'k0rn-Blume'])('the password %s', (secret) => {
  it.each(passwordForms(secret))('is shown nowhere: $content', ({ name, content }) => {
    // Alone, and with lines above and below it.
    for (const text of name === 'config.json' ? [content] : [content, `wait=5\n${content}\nlabel=shed`]) {
      const { pools, messages, settings } = readOwnerConfig({
        cmdline: '',
        files: [{ name, content: Buffer.from(text) }],
      });
      expect(JSON.stringify({ messages, settings })).not.toContain(secret);
      expect(JSON.stringify({ messages, settings }).toLowerCase()).not.toContain(secret.toLowerCase());
      // Nobody is asked where it is.
      for (const { host, socks5 } of pools)
        expect(`${host} ${socks5?.host}`).not.toContain(secret.toLowerCase());
    }
  });
});

describe('a password in one line with its pool', () => {
  it.each([
    'pool: a.lan:3334, user: rig, pass: hunter2',
    'pool = a.lan:3334 user = rig pass = hunter2',
    'pool=a.lan:3334;user=rig;pass=hunter2',
    'pool=a.lan:3334 -u rig -p hunter2',
    'a.lan:3334 -u rig -p hunter2',
    'a.lan:3334 user=rig pass=hunter2',
    '"pool": "a.lan:3334", "user": "rig", "pass": "hunter2"',
    '-o a.lan:3334\n-u rig\n-p hunter2',
    'xmrig -oa.lan:3334 -urig -phunter2',
    '{"pools":[{"url":"a.lan:3334","user" "rig","pass", "hunter2"}]}',
  ])('is read: %s', (content) => {
    const { pools } = readOwnerConfig({
      cmdline: '',
      files: [{ name: 'rigforge.conf', content: Buffer.from(content) }],
    });
    expect(pools).toMatchObject([{ host: 'a.lan', port: 3334, user: 'rig', password: 'hunter2' }]);
  });

  it('may hold what looks like settings', () => {
    const content = 'pool=a.lan\npass=c=XMR,worker=rig1,tls=no';
    const { pools } = readOwnerConfig({
      cmdline: '',
      files: [{ name: 'rigforge.conf', content: Buffer.from(content) }],
    });
    expect(pools).toMatchObject([{ password: 'c=XMR,worker=rig1,tls=no' }]);
  });
});
