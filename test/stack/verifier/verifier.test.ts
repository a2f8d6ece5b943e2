import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashInputs } from './inputs.ts';
import { Verifier } from './verifier.ts';

let verifier: Verifier;

beforeAll(async () => {
  verifier = await Verifier.start();
}, 900_000);

afterAll(() => verifier.stop());

/** Of tevador/RandomX v2.0, src/tests/tests.cpp: key, input, and the hashes of versions 1 and 2. */
const VECTORS = [
  {
    key: hex('test key 000'),
    input: hex('This is a test'),
    v1: '639183aae1bf4c9a35884cb46b09cad9175f04efd7684e7262a0ac1c2f0b4e3f',
    v2: '22ec6b861b3eb23686b2efbad69513c967ecfce80983df66c9c5b4fbfb4cdb6f',
  },
  {
    key: hex('test key 000'),
    input: hex('Lorem ipsum dolor sit amet'),
    v1: '300a0adb47603dedb42228ccb2b211104f4da45af709cd7547cd049e9489c969',
    v2: '9e2c772c12fd48f93c14c97fdc89d556264d9100597023f44d9163e279012ecf',
  },
  {
    key: hex('test key 000'),
    input: hex('sed do eiusmod tempor incididunt ut labore et dolore magna aliqua'),
    v1: 'c36d4ed4191e617309867ed66a443be4075014e2b061bcdaf9ce7b721d2b77a8',
    v2: '4d6b063a1a603751d525f18a171336a4002f2f06df6c17e4b25fe17e17796e42',
  },
  {
    key: hex('test key 001'),
    input: hex('sed do eiusmod tempor incididunt ut labore et dolore magna aliqua'),
    v1: 'e9ff4503201c0c2cca26d285c93ae883f9b1d30c9eb240b820756f2d5a7905fc',
    v2: '97024134686ce27d362ea8d86d8ef16483ac272abdabd46ef13359400777fe5e',
  },
  {
    key: hex('test key 001'),
    input:
      '0b0b98bea7e805e0010a2126d287a2a0cc833d312cb786385a7c2f9de69d25537f584a9bc9977b00000000666fd8753bf61a8631f12984e3fd44f4014eca629276817b56f32e9b68bd82f416',
    v1: 'c56414121acda1713c2f2a819d8ae38aed7c80c35c2a769298d34f03833cd5f1',
    v2: 'c8e92c5f7c1946fecf06bc382b92e3111da38ee3e6a5ad90704e1a9d8aaf6e76',
  },
];

test('the interpreter computes the published hashes of RandomX v1 and v2', async () => {
  for (const { key, input, v1, v2 } of VECTORS) {
    expect((await verifier.interpret(1, key, input)).hash).toBe(v1);
    expect((await verifier.interpret(2, key, input)).hash).toBe(v2);
  }
});

test('the commitment is the published one', async () => {
  const { key, input } = VECTORS[0] ?? { key: '', input: '' };
  expect((await verifier.interpret(2, key, input)).commitment).toBe(
    '133be717399046b03ae82ce8ddd9d1ee4d3ea7fca03a50dec09b6848cbb98e18',
  );
});

test('librandomx computes the published hashes of RandomX v1', async () => {
  for (const { key, input, v1 } of VECTORS) expect(await verifier.hash(key, input)).toBe(v1);
});

test('both agree on RandomX v1, for keys and inputs of any length', async () => {
  const inputs = hashInputs(8, 4);
  const own = await Promise.all(inputs.map(({ key, input }) => verifier.interpret(1, key, input)));
  const theirs = await Promise.all(inputs.map(({ key, input }) => verifier.hash(key, input)));
  expect(own.map(({ hash }) => hash)).toEqual(theirs);
});

test('what is no key and input is refused, and the next one answered', async () => {
  await expect(verifier.interpret(2, 'zz', '00')).rejects.toThrow('not hexadecimal');
  await expect(verifier.hash('00'.repeat(61), '00')).rejects.toThrow('not hexadecimal');
  const { key, input, v2 } = VECTORS[0] ?? { key: '', input: '', v2: '' };
  expect((await verifier.interpret(2, key, input)).hash).toBe(v2);
});

function hex(text: string): string {
  return Buffer.from(text).toString('hex');
}
