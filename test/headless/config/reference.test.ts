/** The reference table of docs/config.md is the schema's; `vitest run -u` on this file writes it anew. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Key, SPELLINGS } from '../../../headless/config/keys.ts';
import { valuesSchema } from '../../../headless/config/schema.ts';

const DOCS = join(import.meta.dirname, '../../../docs/config.md');
const BETWEEN = /(<!-- keys: [^\n]*-->\n)[\s\S]*(<!-- end of keys -->)/;

function table(): string {
  const rows = (Object.keys(SPELLINGS) as Key[]).map((key) => {
    const [ours, ...others] = SPELLINGS[key];
    const also = others.map((other) => `\`${other}\``).join(', ');
    return `| \`${ours}\` | ${valuesSchema.shape[key].description} | ${also} |`;
  });
  return ['| Key | Means | Also written |', '|---|---|---|', ...rows, ''].join('\n');
}

it('docs/config.md has the keys of the schema', async () => {
  const fresh = readFileSync(DOCS, 'utf8').replace(BETWEEN, (_all, begin, end) => `${begin}${table()}${end}`);
  await expect(fresh).toMatchFileSnapshot(DOCS);
});

it('every key is described', () => {
  for (const key of Object.keys(SPELLINGS) as Key[]) {
    expect(valuesSchema.shape[key].description, key).toMatch(/.{10,}/);
  }
});
