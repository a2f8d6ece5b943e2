import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Base addresses of the archives this machine's apt knows (`http://host/debian`), in the order of its files, each
 * once. Both of apt's forms are read: one-line `*.list` and deb822 `*.sources` (sources.list(5)). Empty where there is
 * no apt. `root` stands in for `/`.
 */
export function aptArchives(root = '/'): string[] {
  const folder = join(root, 'etc/apt');
  const files = [join(folder, 'sources.list')];
  const parts = join(folder, 'sources.list.d');
  if (existsSync(parts)) {
    files.push(
      ...readdirSync(parts)
        .sort()
        .map((name) => join(parts, name)),
    );
  }
  const found = files.filter((file) => existsSync(file)).flatMap((file) => archivesIn(file));
  return [...new Set(found.map((archive) => archive.replace(/\/+$/, '')))];
}

function archivesIn(file: string): string[] {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !/^\s*#/.test(line));
  if (file.endsWith('.sources')) {
    return stanzas(lines).flatMap((stanza) =>
      /^no$/i.test(stanza.get('enabled') ?? 'yes') ? [] : webAddresses(stanza.get('uris') ?? ''),
    );
  }
  // deb [options] URI suite component...
  return lines.flatMap((line) =>
    webAddresses(/^\s*deb(?:-src)?\s+(?:\[[^\]]*\]\s+)?(\S+)/.exec(line)?.[1] ?? ''),
  );
}

/** deb822 paragraphs as maps of lower-case field name to value; a line that begins with a blank continues a field. */
function stanzas(lines: string[]): Map<string, string>[] {
  const all = [new Map<string, string>()];
  let field = '';
  for (const line of lines) {
    const current = all.at(-1) ?? new Map<string, string>();
    const start = /^([A-Za-z-]+):\s*(.*)$/.exec(line);
    if (line.trim() === '') {
      all.push(new Map());
    } else if (start) {
      field = (start[1] ?? '').toLowerCase();
      current.set(field, start[2] ?? '');
    } else {
      current.set(field, `${current.get(field) ?? ''} ${line.trim()}`);
    }
  }
  return all;
}

function webAddresses(text: string): string[] {
  return text.split(/\s+/).filter((word) => /^https?:\/\//.test(word));
}
