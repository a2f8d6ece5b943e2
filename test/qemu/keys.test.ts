import { describe, expect, it } from 'vitest';
import { keysSchema, typeText } from './keys.ts';

describe('keys for the machine', () => {
  it('names, characters, chords, function keys and pauses', () => {
    expect(keysSchema.parse('Enter, a,A,ctrl-c,F2,-,0.5s,pageup')).toEqual([
      { keys: ['ret'] },
      { keys: ['a'] },
      { keys: ['shift', 'a'] },
      { keys: ['ctrl', 'c'] },
      { keys: ['f2'] },
      { keys: ['minus'] },
      { pauseMs: 500 },
      { keys: ['pgup'] },
    ]);
  });

  it('types an address', () => {
    expect(typeText('a.1:3')).toEqual([
      { keys: ['a'] },
      { keys: ['dot'] },
      { keys: ['1'] },
      { keys: ['shift', 'semicolon'] },
      { keys: ['3'] },
    ]);
  });

  it('says which character has no key', () => expect(() => typeText('ä')).toThrow('"ä"'));
});
