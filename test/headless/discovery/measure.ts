import { setTimeout } from 'node:timers/promises';
import { createLan } from './lan.ts';
import { rigOn, stackOn } from './rig-on-lan.ts';

/**
 * Measures how long discovery takes: a LAN of network namespaces with a stack and a real Avahi on it; the rig's engine
 * is already running when its interface gets its first address. Needs root.
 * @returns milliseconds from that address to each verified stack, one value for each run
 */
export async function measureDiscovery(runs = 1): Promise<number[]> {
  const lan = await createLan();
  try {
    const stack = await lan.host('10.77.0.5/24');
    await stack.avahi('pithead');
    await stackOn(stack);
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      // Avahi does not repeat within a second what it has just told the rig before (RFC 6762, 6).
      if (run > 0) await setTimeout(1100);
      const host = await lan.host();
      const rig = await rigOn(host);
      const start = Date.now();
      await host.address(`10.77.0.${100 + run}/24`);
      const verified = await rig.until((report) => report.stack?.status === 'ready');
      times.push(verified.at - start);
      rig.stop();
    }
    return times;
  } finally {
    await lan.close();
  }
}
