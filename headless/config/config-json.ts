import { foreignWord } from './foreign-words.ts';
import { type JsonMember, type JsonNode, readJson } from './json.ts';
import { type Key, keyOf } from './keys.ts';
import { isNoMember, NO_MEMBER } from './pool-line.ts';
import { type Collector, createCollector, type Reading } from './reading.ts';
import { isKnownWord, shownKey, takeWord } from './words.ts';

type JsonObject = Extract<JsonNode, { kind: 'object' }>;

/** Of a pool in RigForge's file; XMRig's pools have them too, and more. */
const POOL_MEMBERS = ['url', 'user', 'pass', 'keepalive', 'tls', 'tls-fingerprint', 'socks5', 'enabled'];
/** Lists of pools: RigForge's and XMRig's, and xmr-stak's. */
const POOL_LISTS = ['pools', 'pool-list'];

/**
 * Reads RigForge's config.json, and XMRig's. Pools are read one by one; keys of an installed RigForge, and XMRig's own settings, are
 * accepted with one note; keys that start with `_` are comments; our own keys work at the top level too.
 */
export function readConfigJson(text: string, file: string): Reading {
  const collector = createCollector();
  const { root: read, mistakes } = readJson(text, isKnownWord);
  const root = asObject(read);
  for (const { line, text: what } of mistakes) {
    collector.say('error', `${file} line ${line}`, `${what}; the rest of the file was still read`);
  }
  if (root.kind !== 'object') {
    collector.say('error', file, 'is not a JSON object; it begins with { and ends with }');
    return collector.finish(file);
  }
  // Where signs are missing, any word may have become a key: a password too.
  const unsure = mistakes.length > 0;
  // Options above the pools would be for all of them; in JSON order means nothing, so pools come last.
  const inOrder = root.members.toSorted((a, b) => Number(isPoolList(a)) - Number(isPoolList(b)));
  for (const member of inOrder) {
    const { key, line, value } = member;
    const where = `${file} line ${line}`;
    if (key.startsWith('_')) continue;
    if (isPoolList(member)) readPools(value, file, collector, unsure);
    // XMRig has objects where we have a word, as in "tls": {...} and in its older "threads": [{...}].
    else if (isNested(value) && (keyOf(key) ?? foreignWord(key)) !== null) collector.foreign(key, null);
    else takeWord(key, scalarText(value), where, collector, { extra: ['pools'], unsure });
  }
  return collector.finish(file);
}

/** A list of pools without the object around it. */
function asObject(node: JsonNode): JsonNode {
  const isList = node.kind === 'array' && node.items.some((item) => item.kind === 'object');
  const { line } = node;
  return isList ? { kind: 'object', line, members: [{ key: 'pools', line, value: node }] } : node;
}

/** Pools by their name, or one pool with its options (`"pool": {"url": ...}`), or several under the name of one. */
function isPoolList({ key, value }: JsonMember): boolean {
  if (POOL_LISTS.includes(key.toLowerCase().replaceAll('_', '-'))) return true;
  return value.kind !== 'value' && (memberOf(key) === 'pool' || key.toLowerCase() === 'stack');
}

function readPools(node: JsonNode, file: string, collector: Collector, unsure: boolean): void {
  const items = node.kind === 'array' ? node.items : [node];
  if (items.length === 0) collector.say('warning', `${file} line ${node.line}`, 'pools is empty');
  for (const [index, item] of items.entries()) {
    const where = `${file} line ${item.line}`;
    if (item.kind === 'object') readPool(item, file, collector, unsure);
    else if (item.kind !== 'value' || item.value === null) continue;
    // Between commas, without quotes: as in a line of the other kind of file.
    else if (index > 0 && item.bare && isNoMember(String(item.value)))
      collector.say('error', where, NO_MEMBER);
    else collector.set('pool', String(item.value), where, 'pools');
  }
}

function readPool(pool: JsonObject, file: string, collector: Collector, unsure: boolean): void {
  const members = pool.members
    .filter(({ key }) => !key.startsWith('_'))
    .map(({ key, line, value }) => ({ key, where: `${file} line ${line}`, value, means: memberOf(key) }));
  for (const { key, where, value } of members.filter(({ means }) => means === null)) {
    const shown = unsure ? '' : shownKey(key, scalarText(value));
    const text = `unknown key${shown} in pools; a pool has ${POOL_MEMBERS.join(', ')}`;
    collector.say('warning', where, text);
  }
  const find = (means: Member) => members.findLast((one) => one.means === means);
  const [enabled, url] = [find('enabled'), find('pool')];
  if (enabled !== undefined && /^(false|off|no|0)$/i.test(scalarText(enabled.value))) {
    collector.say('info', enabled.where, 'this pool is switched off (enabled: false)');
  } else if (url === undefined || scalarText(url.value) === '') {
    const where = url?.where ?? `${file} line ${pool.line}`;
    collector.say('error', where, 'this pool has no url; write "url": "host:3333"');
  } else {
    collector.set('pool', scalarText(url.value), url.where, url.key);
    for (const member of members) takeMember(member, collector);
  }
}

function takeMember(
  { key, where, value, means }: { key: string; where: string; value: JsonNode; means: Member },
  collector: Collector,
): void {
  const text = isNested(value) ? '' : scalarText(value);
  if (means === 'word') takeWord(key, text, where, collector);
  if (means === null || means === 'enabled' || means === 'word') return;
  // `url` is RigForge's own word, and only in a pool.
  if (keyOf(key) === null && key.toLowerCase() !== 'url' && text !== '')
    collector.foreign(key, means === 'rigId' ? 'label' : means);
  if (means === 'rigId') collector.rigId(text, where, key);
  else if (means !== 'pool') collector.set(means, text, where, key);
}

/** What a member of a pool is: a key of ours, or one that only other programs have. */
type Member = Key | 'enabled' | 'rigId' | 'word' | null;

function memberOf(key: string): Member {
  const name = key.toLowerCase().replaceAll('_', '-');
  if (name === 'enabled') return 'enabled';
  if (name === 'url') return 'pool';
  const word = foreignWord(key);
  if (word?.is === 'ours') return word.key === 'label' ? 'rigId' : word.key;
  if (word !== null) return 'word';
  const ours = keyOf(key);
  return ours !== null && (POOL_MEMBERS.includes(name) || ours === 'pass' || ours === 'pool') ? ours : null;
}

function isNested(node: JsonNode): boolean {
  return node.kind === 'object' || (node.kind === 'array' && node.items.some(isNested));
}

/** A value as the text the schema reads, a list with commas; null and nested things set nothing. */
function scalarText(node: JsonNode): string {
  if (node.kind === 'array') return node.items.map(scalarText).join(',');
  return node.kind === 'value' && node.value !== null ? String(node.value) : '';
}
