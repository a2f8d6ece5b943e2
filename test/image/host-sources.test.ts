import { expect, test } from 'vitest';
import { optionsFrom, sourcesFrom } from '../../image/host-sources.ts';

test("the host's mirror is used for the image's release, security archive included", () => {
  const sources = sourcesFrom(
    [
      'http://mirror.example/debian/ bookworm main',
      'http://mirror.example/debian/ bookworm contrib',
      'http://mirror.example/debian/ bookworm-updates main',
      'http://mirror.example/debian-security/ bookworm-security main',
      'https://elsewhere.example/ nodistro main',
    ].join('\n'),
  );
  expect(sources).toContain('URIs: http://mirror.example/debian/\nSuites: trixie trixie-updates\n');
  expect(sources).toContain('URIs: http://mirror.example/debian-security/\nSuites: trixie-security\n');
  expect(sources).not.toContain('elsewhere');
});

test('a host of another distribution has no Debian archive to offer', () => {
  expect(
    sourcesFrom('http://ubuntu.example/ubuntu/ noble main\nhttp://ubuntu.example/ubuntu/ noble-updates main'),
  ).toBeNull();
});

test('proxies and the clocks of frozen mirrors are taken over, empty sections are not', () => {
  const options = optionsFrom(
    'Acquire "";\nAcquire::http "";\nAcquire::http::Proxy "http://proxy.example:3142";\nAcquire::Check-Date "false";\nAPT::Get "";',
  );
  expect(options).toBe('Acquire::http::Proxy "http://proxy.example:3142";\nAcquire::Check-Date "false";\n');
});
