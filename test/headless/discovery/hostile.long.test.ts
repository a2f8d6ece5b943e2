/** Hosts that send what they like, as much as they like: the rig stays awake, and believes the right one. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it, onTestFinished, test } from 'vitest';
import { canMakeLan, createLan, output } from './lan.ts';
import { rigOn, stackOn } from './rig-on-lan.ts';

const SPRAY = join(import.meta.dirname, 'spray.ts');
const RESOLVE = join(import.meta.dirname, '../../../headless/discovery/resolve.ts');
const EVERYBODY = '224.0.0.251';
const OFF_LINK = '10.9.8.7';

async function newLan() {
  const lan = await createLan();
  onTestFinished(() => lan.close());
  return lan;
}

test.skipIf(!canMakeLan).each([200, 2000])(
  'a flood of %i packets of 8 kB a second costs a part of a core, and no memory',
  async (rate) => {
    const lan = await newLan();
    const [hostile, rigHost] = await Promise.all([lan.host('10.77.0.66/24'), lan.host('10.77.0.9/24')]);
    const rig = await rigOn(rigHost);
    const used = async () => {
      const after = Date.now();
      rig.ask('memory');
      const { at, cpu, memory = 0 } = await rig.until((report) => report.memory !== undefined, after);
      return { at, ms: ((cpu?.user ?? 0) + (cpu?.system ?? 0)) / 1000, memory };
    };
    const args = ['10.77.0.66', '5353', EVERYBODY, String(rate), 'long'];
    await output(hostile.start(process.execPath, SPRAY, ...args), /sprays [78]\d{3} bytes/);
    await sleep(2000);
    const before = await used();
    await sleep(5000);
    const after = await used();
    const percent = ((after.ms - before.ms) / (after.at - before.at)) * 100;
    console.log(
      `${rate} packets/s: ${Math.round(percent)} % of a core, ${Math.round(after.memory / 1e6)} MB`,
    );
    // A tenth. It was half of one at 200, and all of it at 2000.
    expect(percent).toBeLessThan(30);
    expect(after.memory).toBeLessThan(250e6);
  },
);

const owner = '10.77.0.5';

it.skipIf(!canMakeLan).each([
  ['another port', '44444'],
  ['the port of mDNS', '5353'],
])('a name leads to its owner, whoever sprays other answers from %s of another network', async (_, port) => {
  const lan = await newLan();
  const [host, liar, rigHost] = await Promise.all([
    lan.host(`${owner}/24`),
    lan.host('10.77.0.66/24'),
    lan.host('10.77.0.9/24'),
  ]);
  await liar.run('ip', 'address', 'add', `${OFF_LINK}/32`, 'dev', 'eth0');
  await rigHost.run('ip', 'route', 'add', `${OFF_LINK}/32`, 'dev', 'eth0');
  await stackOn(host, '--name', 'pithead');
  await output(liar.start(process.execPath, SPRAY, OFF_LINK, port, '10.77.0.9', '500'), /sprays/);
  const script = `import { resolveHost } from '${RESOLVE}';
    const found = [];
    for (let time = 0; time < 15; time += 1) found.push(await resolveHost('pithead.local', { discoverOn: ['eth0'] }));
    console.log(JSON.stringify(found));`;
  const answer = await rigHost.run(process.execPath, '--input-type=module-typescript', '-e', script);
  expect(JSON.parse(answer)).toEqual(Array.from({ length: 15 }, () => [owner]));
});
