import { expect, test } from 'vitest';
import { type HashInput, hashInputs } from './inputs.ts';
import { Verifier } from './verifier.ts';

/** Six minutes of one core, on two of them at once. */
test('the interpreter agrees with librandomx on a thousand inputs of RandomX v1', {
  timeout: 1_800_000,
}, async () => {
  const inputs = hashInputs(1000, 50);
  const [first, second] = await Promise.all([compare(inputs.slice(0, 500)), compare(inputs.slice(500))]);
  expect([first, second]).toEqual([500, 500]);
});

/** How many of them both computed alike; throws at the first difference. */
async function compare(inputs: readonly HashInput[]): Promise<number> {
  const verifier = await Verifier.start();
  try {
    let alike = 0;
    for (const { key, input } of inputs) {
      const [own, theirs] = await Promise.all([verifier.interpret(1, key, input), verifier.hash(key, input)]);
      expect(own.hash, `key ${key}, input ${input}`).toBe(theirs);
      alike += 1;
    }
    return alike;
  } finally {
    verifier.stop();
  }
}
