import { describe, expect, it } from 'vitest';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import { CONF_CASES } from './conf-cases.ts';
import { JSON_CASES } from './json-cases.ts';

describe('config files people write', () => {
  it.each([...CONF_CASES, ...JSON_CASES])(
    '$what',
    ({ name = 'rigforge.conf', content, pools, settings, first, says }) => {
      const bytes = typeof content === 'string' ? Buffer.from(content) : content;
      const config = readOwnerConfig({ cmdline: '', files: [{ name, content: bytes }] });
      const spoken = config.messages.map(({ where, text }) => `${where}: ${text}`);
      if (pools) expect(config.pools.map(({ host, port }) => `${host}:${port}`)).toEqual(pools);
      if (settings) expect(config).toMatchObject(settings);
      if (first) expect(config.pools[0]).toMatchObject(first);
      if (says) {
        for (const line of says) expect(spoken).toContainEqual(expect.stringMatching(startsLike(line)));
        if (says.length < 5)
          expect(spoken.filter((line) => !says.some((said) => startsLike(said).test(line)))).toEqual([]);
      }
      expect(spoken.join()).not.toMatch(/hunter2|s3cret/);
      for (const line of spoken) expect(line.length).toBeLessThan(400);
    },
  );
});

function startsLike(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
}
