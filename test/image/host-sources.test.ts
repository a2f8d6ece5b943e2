import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { optionsFrom, publicSources, sourcesFrom, withMirrorLists } from '../../image/host-sources.ts';

/** Lines as `apt-get indextargets` writes them. */
function targets(...lines: string[][]): string {
  return lines.map((line) => line.join('\t')).join('\n');
}

test("the host's mirror is used for the image's release, security archive included", () => {
  const sources = sourcesFrom(
    targets(
      ['bookworm', 'main', 'Debian', 'http://mirror.example/debian/'],
      ['bookworm', 'contrib', 'Debian', 'http://mirror.example/debian/'],
      ['bookworm-updates', 'main', 'Debian', 'http://mirror.example/debian/'],
      ['bookworm-security', 'main', 'Debian', 'http://mirror.example/debian-security/'],
    ),
  );
  expect(sources).toContain('URIs: http://mirror.example/debian/\nSuites: trixie trixie-updates\n');
  expect(sources).toContain('URIs: http://mirror.example/debian-security/\nSuites: trixie-security\n');
});

test('a host of another distribution has no Debian archive to offer, whatever its programs call their suites', () => {
  expect(
    sourcesFrom(
      targets(
        ['stable', 'main', 'Google LLC', 'https://browser.example/linux/deb/'],
        ['noble', 'main', 'Ubuntu', 'http://ubuntu.example/ubuntu/'],
        ['noble-updates', 'main', 'Ubuntu', 'http://ubuntu.example/ubuntu/'],
      ),
    ),
  ).toBeNull();
});

test('before the first apt-get update an archive is known by its address', () => {
  const sources = sourcesFrom(
    targets(
      ['stable', 'main', '$(ORIGIN)', 'https://browser.example/linux/deb/'],
      ['trixie', 'main', '$(ORIGIN)', 'http://mirror.example/debian/'],
    ),
  );
  expect(sources).toContain('URIs: http://mirror.example/debian/\nSuites: trixie\n');
  expect(sources).not.toContain('browser.example');
});

test('an installation disc is no mirror; a file of mirrors counts by its first address', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mirrors-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'debian.list');
  await writeFile(file, '# mirrors\nhttps://near.example/debian/\tpriority:1\nhttps://far.example/debian/\n');
  const lines = targets(
    ['trixie', 'main', 'Debian', 'cdrom://[Debian GNU/Linux 13]/'],
    ['trixie', 'main', 'Debian', `mirror+file:${file}/`],
  );
  expect(sourcesFrom(await withMirrorLists(lines))).toContain('URIs: https://near.example/debian/\n');
  expect(sourcesFrom(await withMirrorLists(lines.replace(file, '/nowhere')))).toBeNull();
});

test('proxies and the clocks of frozen mirrors are taken over, empty sections are not', () => {
  const options = optionsFrom(
    'Acquire "";\nAcquire::http "";\nAcquire::http::Proxy "http://proxy.example:3142";\nAcquire::Check-Date "false";\nAPT::Get "";',
  );
  expect(options).toBe('Acquire::http::Proxy "http://proxy.example:3142";\nAcquire::Check-Date "false";\n');
});

test("without one, Debian's own archives are those that python-apt knows", () => {
  const distributions =
    'Suite: {series}\nBaseURI: https://archive.example/debian/\n\nSuite: {series}-security\nBaseURI: https://security.example/\n';
  const sources = publicSources(distributions);
  expect(sources).toContain('URIs: http://archive.example/debian/\nSuites: trixie trixie-updates\n');
  expect(sources).toContain('URIs: http://security.example/\nSuites: trixie-security\n');
  expect(publicSources('')).toBeNull();
});
