/** Has the engine ask each of the given hosts on a port where nothing listens, and prints what it makes of the answers. */
import { tmpdir } from 'node:os';
import { createEffects } from '../../../headless/effects.ts';
import { laptopHost } from '../../../headless/host.ts';
import { childMiner } from '../../../headless/miner/child.ts';
import { liveMachine } from '../../../headless/rig/machine-source.ts';

const runDirectory = tmpdir();
const effects = createEffects({
  host: laptopHost(),
  runDirectory,
  machine: liveMachine(),
  miner: childMiner({ program: '/bin/false', runDirectory, apiPort: 1 }),
  version: 'test',
  discoverOn: ['lo'],
});

const answers = process.argv.slice(2).map(
  (host) =>
    new Promise((resolve) => {
      const pool = {
        host,
        address: null,
        port: 9,
        tls: false,
        fingerprint: null,
        user: 'rig',
        password: null,
      };
      const how = { open: true, held: null, isAway: false };
      effects.run({ effect: 'probe', stackId: host, pool, ...how }, (news) => {
        if (news.event === 'probed') resolve({ address: news.address, ...news.result });
      });
    }),
);
console.log(JSON.stringify(await Promise.all(answers)));
process.exit(0);
