import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import makeMdns, { type ResponsePacket } from 'multicast-dns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { REMEMBERED_FILE } from '../../headless/config/remembered.ts';
import { REPORT_FILE } from '../../headless/config/report-file.ts';
import type { Rig } from '../qemu/rig.ts';
import { readFromStick } from '../qemu/stick.ts';
import { bootRig, explainFailure, MINING_MS, mined, moreShares, scratch } from './support/boot.ts';
import { sendIntent } from './support/intent.ts';

const CONF = '# mine\r\nrigforge.label=shed\r\naddress=10.77.0.99/24\r\n';

describe('a stick whose owner set a name and an address, on a network whose stack comes late', () => {
  let rig: Rig;
  let folder: string;
  beforeAll(async () => {
    folder = await scratch();
    const config = join(folder, 'config');
    await mkdir(config);
    await writeFile(join(config, 'rigforge.conf'), CONF);
    rig = await bootRig(
      '--firmware',
      'bios',
      '--keyboard',
      'none',
      '--config',
      config,
      '--stack-delay',
      '420',
    );
  });
  afterAll(() => rig?.stop());
  beforeEach(() => explainFailure(() => rig));

  it('has the address and answers to its name, also to tools for fleets', async () => {
    const snapshot = await rig.snapshotWhere(
      (s) => s.rig.links.some(({ addresses }) => addresses.includes('10.77.0.99/24')),
      420_000,
    );
    expect(snapshot.rig.label).toBe('shed');
    expect(snapshot.settings).toContainEqual({
      ...{ key: 'address', value: '10.77.0.99/24', source: 'stick', where: 'rigforge.conf line 3' },
    });
    const answers = await ask(rig, ['shed.local', 'A'], ['_rigforge._tcp.local', 'PTR']);
    expect(answers).toContain('A shed.local 10.77.0.99');
    expect(answers).toContain('PTR _rigforge._tcp.local shed._rigforge._tcp.local');
  });

  it('tells on the stick why it does not mine, and takes that back when it does', async () => {
    const stick = join(rig.directory, 'stick.raw');
    const report = async () => readFromStick(stick, REPORT_FILE);
    await until(async () => (await report())?.includes('This rig is NOT mining.') ?? false, 420_000);
    expect(await report()).toContain('Report of the rig shed');
    await moreShares(rig, 1, MINING_MS);
    const gone = async () => (await report()) === null && (await readFromStick(stick, 'README.txt')) !== null;
    await until(gone, 300_000);
  });

  it('remembers a choice for the next start, and keeps what its owner wrote', async () => {
    await sendIntent(rig, { intent: 'type', address: '10.77.0.1', password: null, remember: true });
    await rig.snapshotWhere((s) => s.messages.some(({ text }) => text.includes('is remembered')), 300_000);
    const stick = join(folder, 'stick.raw');
    await copyFile(join(rig.directory, 'stick.raw'), stick);
    expect(await readFromStick(stick, 'rigforge.conf')).toBe(CONF.trimEnd());
    expect(await readFromStick(stick, REMEMBERED_FILE)).toContain('10.77.0.1');
    await rig.stop();
    rig = await bootRig('--firmware', 'bios', '--keyboard', 'none', '--image', stick);
    await moreShares(rig, 1, MINING_MS);
    const { target } = await rig.snapshotWhere(mined, 300_000);
    expect(target).toMatchObject({ source: 'stick', host: '10.77.0.1' });
    expect(target?.why).toContain('remembered on the stick');
  });
});

/** Asks by mDNS on the rig's network; the answers as `TYPE name data`. */
async function ask(rig: Rig, ...questions: [name: string, type: 'A' | 'PTR'][]): Promise<string[]> {
  const answers: string[] = [];
  const mdns = makeMdns({ interface: rig.segment?.address ?? '', bind: '0.0.0.0' });
  mdns.on('response', (packet: ResponsePacket) => {
    for (const answer of packet.answers ?? []) {
      if (answer.type === 'A' || answer.type === 'PTR')
        answers.push(`${answer.type} ${answer.name} ${answer.data}`);
    }
  });
  try {
    const wanted = () => questions.every(([name]) => answers.some((answer) => answer.includes(` ${name} `)));
    await until(async () => {
      mdns.query(questions.map(([name, type]) => ({ name, type })));
      await sleep(1000);
      return wanted();
    }, 120_000);
  } finally {
    mdns.destroy();
  }
  return answers;
}

async function until(done: () => Promise<boolean>, timeoutMs: number): Promise<void> {
  const end = performance.now() + timeoutMs;
  while (!(await done())) {
    if (performance.now() > end) throw new Error(`not in ${timeoutMs / 1000} s`);
    await sleep(1000);
  }
}
