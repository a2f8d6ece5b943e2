import { createHash } from 'node:crypto';

/** Key and input of a hash, in hexadecimal. */
export interface HashInput {
  readonly key: string;
  readonly input: string;
}

/**
 * `count` made-up inputs of 1 to 256 bytes under keys of 1 to 60 bytes, `perKey` to each key; number `index` is the same in each run and
 * whatever the count.
 */
export function hashInputs(count: number, perKey: number): HashInput[] {
  return Array.from({ length: count }, (_, index) => {
    const key = bytes(`key ${Math.floor(index / perKey)}`);
    const input = bytes(`input ${index}`);
    return {
      key: key.subarray(0, 1 + ((key[60] ?? 0) % 60)).toString('hex'),
      input: input.subarray(0, 1 + (input[255] ?? 0)).toString('hex'),
    };
  });
}

/** 256 bytes that follow from a name. */
function bytes(name: string): Buffer {
  return Buffer.concat(
    Array.from({ length: 4 }, (_, part) => createHash('sha512').update(`${name}, part ${part}`).digest()),
  );
}
