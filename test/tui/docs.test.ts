import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const DOCS = join(import.meta.dirname, '../../docs/screens.md');
const PICTURE = /<!-- screen: ([\w-]+) -->\n```\n[^`]*```/g;

it('docs/screens.md shows the screens as they are drawn (vitest -u puts the present ones in)', async () => {
  const docs = readFileSync(DOCS, 'utf8');
  expect(docs.match(PICTURE)?.length).toBeGreaterThan(10);
  const drawn = docs.replace(
    PICTURE,
    (_, name: string) => `<!-- screen: ${name} -->\n\`\`\`\n${picture(name)}\`\`\``,
  );
  await expect(drawn).toMatchFileSnapshot(DOCS);
});

// Long runs of empty lines say nothing on paper.
function picture(name: string): string {
  return readFileSync(new URL(`screens/${name}.80x24.txt`, import.meta.url), 'utf8').replace(
    /\n{4,}/g,
    '\n\n\n',
  );
}
