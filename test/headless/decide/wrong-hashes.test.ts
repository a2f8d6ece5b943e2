import { describe, expect, it } from 'vitest';
import { at, job, mining, shown } from './fork-rig.ts';

describe("XMRig's self-test", () => {
  it('is told where this computer hashes wrong, and forgotten with the next XMRig', () => {
    const rig = mining();
    const wrongHashes = { algorithm: 'rx/0', thread: null } as const;
    rig.tell({ event: 'minerLog', fact: { phase: 'hashing', height: null, problem: null, wrongHashes } });
    job(rig, 'rx/0', 3_500_002, { hashrate: 0 });
    expect(shown(rig).doing).toContain('wrong hashes, so it mines nothing');
    expect(shown(rig).messages).toContainEqual(expect.objectContaining({ where: 'self-test' }));
    rig.tell({ event: 'minerStatus', pid: 43, summary: at('rx/0') });
    expect(shown(rig).messages).toEqual([]);
  });

  it('leaves a thread out, and says which, until the next dataset', () => {
    const rig = mining();
    const wrongHashes = { algorithm: 'rx/0', thread: 1 } as const;
    rig.tell({ event: 'minerLog', fact: { phase: null, height: null, problem: null, wrongHashes } });
    job(rig, 'rx/0', 3_500_002);
    expect(shown(rig).messages[0]?.text).toContain('Thread 1 is computing wrong hashes');
    expect(rig.stage).toBe('mining');
    rig.tell({ event: 'minerStatus', pid: 42, summary: null });
    expect(shown(rig).doing).not.toContain('mines nothing');
    rig.tell({ event: 'minerLog', fact: { phase: 'allocating', height: null, problem: null } });
    expect(shown(rig).messages).toEqual([]);
  });

  it('says that nothing is mined where all threads are left out', () => {
    const rig = mining();
    const wrongHashes = { algorithm: 'rx/0', thread: 0 } as const;
    rig.tell({ event: 'minerLog', fact: { phase: 'hashing', height: null, problem: null, wrongHashes } });
    for (let times = 0; times < 40; times += 1) {
      job(rig, 'rx/0', 3_500_002, { hashrate: 0 });
      rig.pass(2);
    }
    expect(shown(rig).messages[0]?.text).toContain('so it mines nothing');
  });
});
