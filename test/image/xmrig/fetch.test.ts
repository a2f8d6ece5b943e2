import { expect, test } from 'vitest';
import { addresses } from '../../../image/xmrig/fetch.ts';
import { readPin } from '../../../image/xmrig/pin.ts';

test('pinned files are looked for in the pools, then in the snapshot archive', () => {
  const pin = readPin();
  const [file] = pin.files;
  expect(file && addresses(pin, file, ['http://one.example/debian'])).toEqual([
    `http://one.example/debian/pool/main/x/xmrig/${file?.name}`,
    `http://one.example/debian/pool/universe/x/xmrig/${file?.name}`,
    `https://snapshot.debian.org/file/${file?.sha1}`,
  ]);
});
