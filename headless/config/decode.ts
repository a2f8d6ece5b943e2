/** Turns the bytes of a file that somebody saved with some editor into text. Pure. */

import { INVISIBLE } from '../text.ts';

/** Larger files are no config (RigForge's reference file has 8 KiB). */
export const MAX_FILE_BYTES = 64 * 1024;

const CONTROLS = /[\x00-\x08\x0e-\x1f]/g;

/**
 * UTF-8, UTF-16 either way round, with a byte order mark or without, else Windows-1252; invisible characters
 * dropped, smart quotes made straight. `error` is one line that says what the file is instead of a text.
 */
export function decodeText(bytes: Uint8Array): { text: string } | { error: string } {
  if (bytes.length > MAX_FILE_BYTES) return { error: 'is larger than 64 KiB, so it is not read' };
  if (bytes.length > 0 && bytes.every((byte) => byte === 0)) {
    return { error: 'holds nothing but zero bytes (damaged by a power cut?); write it anew' };
  }
  const text = decoded(bytes).replace(/\0+$/, '');
  if (text.startsWith('{\\rtf')) {
    return { error: 'is a formatted document; save it as plain text (TextEdit: Format, Make Plain Text)' };
  }
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(text)) return { error: 'is a web page; save it as plain text' };
  const controls = text.match(CONTROLS)?.length ?? 0;
  // A few stray ones (Ctrl-Z of DOS editors, a bad sector) are dropped; many mean a picture or an archive.
  if (controls > 2 + text.length / 50) return { error: 'is not a text file; save it as plain text' };
  return { text: straightened(text.replace(CONTROLS, '')) };
}

function decoded(bytes: Uint8Array): string {
  const [first = 0, second = 0] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  // Without a byte order mark: English text in UTF-16 has a zero in every other byte.
  if (bytes.length >= 4 && bytes.length % 2 === 0) {
    const zeros = [0, 0];
    bytes.forEach((byte, index) => {
      if (byte === 0) zeros[index % 2] = (zeros[index % 2] ?? 0) + 1;
    });
    const [even = 0, odd = 0] = zeros;
    if (odd > bytes.length / 3 && even === 0) return new TextDecoder('utf-16le').decode(bytes);
    if (even > bytes.length / 3 && odd === 0) return new TextDecoder('utf-16be').decode(bytes);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function straightened(text: string): string {
  return text
    .replace(INVISIBLE, '')
    .replace(/[\u201c-\u201f\u00ab\u00bb\u2033\uff02]/g, '"')
    .replace(/[\u2018-\u201b\u2032\u00b4\uff07]/g, "'")
    .replace(/[\u00a0\u2000-\u200a\u202f\u3000]/g, ' ')
    .replace(/\uff1a/g, ':')
    .replace(/\uff1d/g, '=');
}
