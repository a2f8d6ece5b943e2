/** What is missing between this rig and its network, in one line that a person can act on. Pure. */
import type { State } from '../state/model.ts';
import { minerOf } from '../state/phase.ts';

/** A router takes some seconds to hand out an address, more when it has just been switched on. */
const ADDRESS_PATIENCE_MS = 20_000;

/** Null while a link has an address. */
export function networkTrouble({ links, linksSince, now }: State): string | null {
  if (links.some((link) => link.addresses.length > 0)) return null;
  if (links.length === 0)
    return 'No Ethernet port found. The rig needs a wired connection; Wi-Fi is not supported';
  const plugged = links.filter((link) => link.carrier).map((link) => link.name);
  if (plugged.length > 0) return noAddress(plugged, now - linksSince);
  return `No cable in ${listed(links.map((link) => link.name))}: plug in a network cable and the rig continues automatically (no Wi-Fi)`;
}

/** The same where XMRig has somewhere to go and cannot get there for it: what is missing is not XMRig. */
export function cutOff(state: State): string | null {
  const miner = minerOf(state);
  const isWaiting = miner !== null && miner.link.downSince !== null && miner.work.phase === 'connecting';
  return isWaiting ? networkTrouble(state) : null;
}

function noAddress(names: string[], sinceMs: number): string {
  const seconds = Math.max(0, Math.round(sinceMs / 1000));
  return sinceMs < ADDRESS_PATIENCE_MS
    ? `The cable in ${listed(names)} is in; waiting for an address from the router (${seconds} s)`
    : `No address on ${listed(names)} for ${seconds} s: is the router on, and the cable plugged into it? The rig keeps asking`;
}

/** More than three names tell nobody anything. */
function listed(names: string[]): string {
  return names.length <= 3 ? names.join(', ') : `any of the ${names.length} network ports`;
}
