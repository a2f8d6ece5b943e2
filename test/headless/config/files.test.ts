import { expect, it } from 'vitest';
import { fileRank, looksLikeConfig } from '../../../headless/config/files.ts';

it.each([
  // HiveOS, XMRig, xmr-stak, scripts, and our own with a wrong ending.
  ...[
    'rig.conf',
    'wallet.conf',
    'xmrig.json',
    'miner.conf',
    'pools.txt',
    'config.txt',
    'config.yaml',
    'miner.env',
  ],
  ...['start.bat', 'pool_mine_example.cmd', 'mine.sh', 'RIG.CONF', 'rigforge.conf.rtf', 'xmrig-2.json'],
])('%s is not read, and named', (name) => {
  expect(fileRank(name)).toBeNull();
  expect(looksLikeConfig(name)).toBe(true);
});

it.each(['rigforge.conf', 'config.json', 'Rigforge.txt', 'config.json.txt', 'rigforge-cmdline.txt'])(
  '%s is no stranger',
  (name) => expect(looksLikeConfig(name)).toBe(false),
);

it.each(['README.txt', 'rigforge-report.txt', 'rigforge-remembered.txt', 'holiday.jpg', 'IndexerVolumeGuid'])(
  '%s is nobody’s config',
  (name) => {
    expect(fileRank(name)).toBeNull();
    expect(looksLikeConfig(name)).toBe(false);
  },
);
