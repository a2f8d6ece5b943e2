/** The owner's settings as the console lists them: each key, what is in force, and which place said so. Pure. */
import { formatEndpoint } from '../endpoint.ts';
import { WELL_KNOWN_NAMES } from '../names.ts';
import type { Setting } from '../snapshot.ts';
import { cleanText, MAX_TEXT } from '../text.ts';
import { RIG_KEYS, SPELLINGS } from './keys.ts';
import type { PoolSetting } from './model.ts';
import type { RigSettings } from './reading.ts';
import { LEAST_RESERVE_MB, type Values } from './schema.ts';

/** What holds where the owner says nothing. */
const DEFAULTS: Record<keyof RigSettings, string> = {
  label: 'made from the hardware',
  wait: '30 s to choose with a keyboard, 5 s without',
  donation: sayDonation(1),
  threads: 'as many as are worth it',
  reserve: sayReserve(LEAST_RESERVE_MB),
  names: WELL_KNOWN_NAMES.join(', '),
  discovery: 'yes, stacks are looked for on the network',
  sweep: 'yes, every address is asked where no name answers',
  address: 'from the router',
  gateway: 'from the router',
  dns: 'from the router',
  interface: 'all',
  ceiling: 'none: as many huge pages as help',
};

/**
 * One row for each pool and for each key of the rig, in the order of the reference; `cmdline` is what of `rig` the command line
 * says. Never holds a secret.
 */
export function listSettings(pools: PoolSetting[], rig: RigSettings, cmdline: RigSettings[]): Setting[] {
  const places = pools.map(
    (pool): Setting => ({
      key: SPELLINGS.pool[0],
      value: cleanText(sayPool(pool), MAX_TEXT),
      source: pool.source === 'cmdline' ? 'cmdline' : 'stick',
      where: pool.where,
    }),
  );
  const found: Setting = {
    key: SPELLINGS.pool[0],
    value: 'found on the network',
    source: 'default',
    where: '',
  };
  return [...(places.length > 0 ? places : [found]), ...RIG_KEYS.map((key) => settingOf(key, rig, cmdline))];
}

function settingOf(key: keyof RigSettings, rig: RigSettings, cmdline: RigSettings[]): Setting {
  const said = rig[key];
  // Keys are read in any case; RigForge's capitals would stand out for no reason.
  const name = SPELLINGS[key][0].toLowerCase();
  if (said === undefined) return { key: name, value: DEFAULTS[key], source: 'default', where: '' };
  return {
    key: name,
    value: cleanText(sayMeant(key, said.value), MAX_TEXT),
    source: cmdline.some((one) => one[key] === said) ? 'cmdline' : 'stick',
    where: said.where,
  };
}

/** The value with its unit, or what it does. */
function sayMeant(key: keyof RigSettings, value: Values[keyof RigSettings]): string {
  const said = sayValue(value);
  switch (key) {
    case 'wait':
      return `${said} s to choose`;
    case 'donation':
      return sayDonation(Number(value));
    case 'threads':
      return `at most ${said}`;
    case 'reserve':
      return sayReserve(Number(value));
    case 'ceiling':
      return Number(value) === 0 ? DEFAULTS.ceiling : `at most ${said} MB of memory in huge pages`;
    case 'names':
      return `${said}, beside the well-known ones`;
    default:
      return said;
  }
}

function sayDonation(percent: number): string {
  return `${percent} % of the time, for XMRig's developers`;
}

function sayReserve(megabytes: number): string {
  return `${megabytes} MB of memory kept for the system`;
}

function sayValue(value: Values[keyof RigSettings]): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** `a.local:3333, TLS with a pinned certificate, user set, password set`. */
function sayPool(pool: PoolSetting): string {
  const tls = pool.fingerprint === null ? 'TLS' : 'TLS with a pinned certificate';
  return [
    formatEndpoint(pool.host, pool.port),
    ...(pool.tls ? [tls] : []),
    ...(pool.user === null ? [] : ['user set']),
    ...(pool.password === null ? [] : ['password set']),
    ...(pool.socks5 === null ? [] : [`through ${formatEndpoint(pool.socks5.host, pool.socks5.port)}`]),
  ].join(', ');
}
