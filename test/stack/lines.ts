import { StringDecoder } from 'node:string_decoder';

/** No honest request is longer; P2Pool bans for over-long lines. */
const MAX_LINE = 16 * 1024;

/** Cuts a byte stream into lines. `push` returns the lines that are complete, or null when one has grown too long. */
export class LineCutter {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  push(chunk: Buffer): string[] | null {
    const lines = (this.#rest + this.#decoder.write(chunk)).split('\n');
    this.#rest = lines.pop() ?? '';
    return this.#rest.length > MAX_LINE ? null : lines;
  }
}
