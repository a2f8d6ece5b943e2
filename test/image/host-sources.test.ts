import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import {
  aptArchives,
  optionsFrom,
  publicSources,
  sourcesFrom,
  withMirrorLists,
} from '../../image/host-sources.ts';

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

/** Has apt read these files in place of /etc/apt, and know nothing from an earlier `apt-get update`. */
async function aptWith(files: Record<string, string>): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'apt-'));
  onTestFinished(() => rm(root, { recursive: true }));
  await mkdir(join(root, 'etc/sources.list.d'), { recursive: true });
  await mkdir(join(root, 'state/lists/partial'), { recursive: true });
  for (const [name, text] of Object.entries(files))
    await writeFile(join(root, name), text.replaceAll('ROOT', root));
  await writeFile(join(root, 'apt.conf'), `Dir::Etc "${root}/etc";\nDir::State "${root}/state";\n`);
  vi.stubEnv('APT_CONFIG', join(root, 'apt.conf'));
  onTestFinished(() => void vi.unstubAllEnvs());
}

test("apt's archives are those of both kinds of files, each once, without comments, discs and what is switched off", async () => {
  await aptWith({
    'etc/sources.list': [
      '# deb http://commented.example/debian trixie main',
      'deb [arch=amd64] http://one.example/debian/ trixie main',
      'deb-src http://one.example/debian trixie main',
      'deb http://one.example/debian trixie-updates main',
      'deb cdrom:[Debian]/ trixie main',
      'deb mirror+file:ROOT/mirrors.txt noble universe',
    ].join('\n'),
    'etc/sources.list.d/two.sources': [
      'Types: deb',
      '# URIs: http://commented.example/debian',
      'URIs: https://two.example/debian',
      ' https://three.example/ubuntu/',
      'Suites: trixie',
      'Components: main',
      '',
      'Enabled: no',
      'Types: deb',
      'URIs: https://off.example/debian',
      'Suites: trixie',
      'Components: main',
    ].join('\n'),
    'mirrors.txt': 'http://near.example/ubuntu/\tpriority:1\nhttp://far.example/ubuntu/\n',
  });
  expect(await aptArchives()).toEqual([
    'http://one.example/debian',
    'http://near.example/ubuntu',
    'https://two.example/debian',
    'https://three.example/ubuntu',
  ]);
});

test('where there is no apt, or one that cannot read its files, there are no archives', async () => {
  await aptWith({ 'etc/sources.list': 'nonsense\n' });
  expect(await aptArchives()).toEqual([]);
  vi.stubEnv('PATH', '/nonexistent');
  expect(await aptArchives()).toEqual([]);
});
