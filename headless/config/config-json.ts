import { type JsonNode, readJson } from './json.ts';
import { isRigForgeOnly, keyOf, suggestion } from './keys.ts';
import { type Collector, createCollector, type Reading } from './reading.ts';

const POOL_MEMBERS = ['url', 'user', 'pass', 'keepalive', 'tls', 'tls-fingerprint', 'socks5', 'enabled'];

/**
 * Reads RigForge's config.json. Its pools are read one by one; keys of the installed RigForge are accepted with
 * one note; keys that start with `_` are comments; our own keys work at the top level too.
 */
export function readConfigJson(text: string, file: string): Reading {
  const collector = createCollector();
  const { root, mistakes } = readJson(text);
  for (const { line, text: what } of mistakes) {
    collector.say('error', `${file} line ${line}`, `${what}; the rest of the file counts`);
  }
  if (root.kind !== 'object') {
    collector.say('error', file, 'is not a JSON object; it begins with { and ends with }');
    return collector.reading;
  }
  const unused: string[] = [];
  // Options above the pools would be for all of them; in JSON order means nothing, so pools come last.
  const inOrder = root.members.toSorted((a, b) => Number(a.key === 'pools') - Number(b.key === 'pools'));
  for (const { key, line, value } of inOrder) {
    const where = `${file} line ${line}`;
    const known = keyOf(key);
    if (key.startsWith('_')) continue;
    if (key.toLowerCase() === 'pools') readPools(value, file, collector);
    else if (known !== null) collector.set(known, scalarText(value), where, key);
    else if (isRigForgeOnly(key)) unused.push(key);
    else collector.say('warning', where, `unknown key "${key}"; ${suggestion(key, { extra: ['pools'] })}`);
  }
  if (unused.length > 0) {
    collector.say('info', file, `accepted, but not used by the image: ${unused.join(', ')}`);
  }
  return collector.reading;
}

function readPools(node: JsonNode, file: string, collector: Collector): void {
  const items = node.kind === 'array' ? node.items : [node];
  if (items.length === 0) collector.say('warning', `${file} line ${node.line}`, 'pools is empty');
  for (const item of items) {
    if (item.kind === 'object') readPool(item, file, collector);
    else if (item.kind === 'value' && item.value !== null) {
      collector.set('pool', String(item.value), `${file} line ${item.line}`, 'pools');
    }
  }
}

function readPool(pool: Extract<JsonNode, { kind: 'object' }>, file: string, collector: Collector): void {
  const members = new Map(
    pool.members.map((member) => [member.key.toLowerCase().replaceAll('_', '-'), member]),
  );
  const at = (name: string) => `${file} line ${members.get(name)?.line ?? pool.line}`;
  const text = (name: string) => {
    const member = members.get(name);
    return member === undefined ? '' : scalarText(member.value);
  };
  for (const [name, { key, line }] of members) {
    if (key.startsWith('_') || POOL_MEMBERS.includes(name)) continue;
    collector.say(
      'warning',
      `${file} line ${line}`,
      `unknown key "${key}" in pools; a pool has ${POOL_MEMBERS.join(', ')}`,
    );
  }
  if (/^(false|off|no|0)$/i.test(text('enabled'))) {
    collector.say('info', at('enabled'), 'this pool is switched off (enabled: false)');
  } else if (text('url') === '') {
    collector.say('error', at('url'), 'this pool has no url; write "url": "host:3333"');
  } else {
    collector.set('pool', text('url'), at('url'), 'url');
    collector.set('user', text('user'), at('user'), 'user');
    collector.set('pass', text('pass'), at('pass'), 'pass');
    collector.set('tls', text('tls'), at('tls'), 'tls');
    collector.set('fingerprint', text('tls-fingerprint'), at('tls-fingerprint'), 'tls-fingerprint');
    collector.set('socks5', text('socks5'), at('socks5'), 'socks5');
  }
}

/** A value as the text the schema reads, a list with commas; null and nested things set nothing. */
function scalarText(node: JsonNode): string {
  if (node.kind === 'array') return node.items.map(scalarText).join(',');
  return node.kind === 'value' && node.value !== null ? String(node.value) : '';
}
