/** The rig's own address as an owner writes it. Pure. */
import { isIP, isIPv4 } from 'node:net';
import { quote } from './quote.ts';

/**
 * `192.168.1.50/24`, also with a netmask behind the slash or a blank, or an IPv6 address with its prefix length; comes back with
 * the prefix length. Host or port behind it mean that somebody wanted to say where to mine.
 */
export function readOwnAddress(text: string): string | { wrong: string } {
  const [address = '', behind = '', ...more] = text.split(/\s*\/\s*|\s+/);
  const version = isIP(address);
  if (version === 0 || more.length > 0) {
    return { wrong: `"${quote(text)}" is not an address for this rig, ${EXAMPLE}; where to mine is pool=` };
  }
  const length = isIPv4(behind) ? prefixOf(behind) : behind;
  const longest = version === 4 ? 32 : 128;
  if (behind === '') {
    const example = version === 4 ? 24 : 64;
    return {
      wrong: `"${quote(text)}" does not say how large the network is; write ${address}/${example} on most networks`,
    };
  }
  if (length === null || !/^\d{1,3}$/.test(length) || Number(length) < 1 || Number(length) > longest) {
    return { wrong: `"/${quote(behind)}" is not a network size from 1 to ${longest}` };
  }
  return `${address}/${Number(length)}`;
}

/** An IPv4 or IPv6 address and nothing else. */
export function readHostAddress(text: string): string | { wrong: string } {
  return isIP(text) === 0
    ? { wrong: `"${quote(text)}" is not an address; write numbers, for example 192.168.1.1` }
    : text;
}

const EXAMPLE = 'for example 192.168.1.50/24';

/** Length of a netmask such as 255.255.255.0; null where it is none. */
function prefixOf(mask: string): string | null {
  const bits = mask
    .split('.')
    .map((part) => Number(part).toString(2).padStart(8, '0'))
    .join('');
  return /^1*0*$/.test(bits) ? String(bits.replaceAll('0', '').length) : null;
}
