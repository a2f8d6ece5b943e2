import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addresses } from '../../../image/xmrig/fetch.ts';
import { aptArchives } from '../../../image/xmrig/mirrors.ts';
import { readPin } from '../../../image/xmrig/pin.ts';

/** A machine that has these files below /etc/apt. */
function machine(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'rigforge-apt-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, 'etc/apt/sources.list.d'), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(join(root, 'etc/apt', name), text);
  }
  return root;
}

test('one-line and deb822 sources, each archive once, comments and disabled ones left out', () => {
  const root = machine({
    'sources.list': [
      '# deb http://commented.example/debian trixie main',
      'deb [signed-by=/usr/share/keyrings/a.gpg arch=amd64] http://one.example/debian/ trixie main',
      'deb-src http://one.example/debian trixie main',
      'deb cdrom:[Debian]/ trixie main',
    ].join('\n'),
    'sources.list.d/two.sources': [
      'Types: deb',
      '# URIs: http://commented.example/debian',
      'URIs: https://two.example/debian',
      ' https://three.example/ubuntu/',
      'Suites: trixie',
      '',
      'Enabled: no',
      'URIs: https://off.example/debian',
    ].join('\n'),
  });
  expect(aptArchives(root)).toEqual([
    'http://one.example/debian',
    'https://two.example/debian',
    'https://three.example/ubuntu',
  ]);
});

test('a machine without apt has no archives', () => {
  expect(aptArchives('/nonexistent')).toEqual([]);
});

test('pinned files are looked for in the pools, then in the snapshot archive', () => {
  const pin = readPin();
  const [file] = pin.files;
  expect(file && addresses(pin, file, ['http://one.example/debian'])).toEqual([
    `http://one.example/debian/pool/main/x/xmrig/${file?.name}`,
    `http://one.example/debian/pool/universe/x/xmrig/${file?.name}`,
    `https://snapshot.debian.org/file/${file?.sha1}`,
  ]);
});
