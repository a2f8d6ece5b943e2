import type { Snapshot } from '../../headless/snapshot.ts';
import { accent, apart, type Line, plain, strong } from '../line.ts';
import type { EngineView } from '../snapshot-client.ts';
import { stageName } from '../stage.ts';
import { rule } from './rule.ts';

/** Product, rig, address and stage: two lines that are on every screen. */
export function header({ connection, snapshot }: EngineView, width: number): Line[] {
  const left = [accent('RigForge')];
  if (snapshot) {
    // A rig has no name until its network cards were read.
    const name = snapshot.rig.label ? [plain('  '), strong(snapshot.rig.label)] : [];
    left.push(...name, plain(`  ${address(snapshot)}`));
  }
  const stage = snapshot && connection === 'connected' ? stageName(snapshot) : 'Starting';
  return [apart(left, [accent(stage)], width), rule(width)];
}

/** The address another computer would use: IPv4 before IPv6, without the prefix length. */
function address(snapshot: Snapshot): string {
  const { links } = snapshot.rig;
  const addresses = links.flatMap((link) => link.addresses);
  const best = addresses.find((one) => !one.includes(':')) ?? addresses[0];
  if (best !== undefined) {
    return best.replace(/\/\d+$/, '');
  }
  return links.some((link) => link.carrier) ? 'no address yet' : 'no network';
}
