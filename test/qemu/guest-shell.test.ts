import { Duplex } from 'node:stream';
import { type IPty, spawn } from '@lydell/node-pty';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { GuestShell, ShellTimeout } from './guest-shell.ts';

let pty: IPty;
let shell: GuestShell;

beforeEach(() => {
  pty = spawn('/bin/sh', [], { cols: 80, rows: 24, env: { PATH: process.env['PATH'] ?? '', PS1: '# ' } });
  const line = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      pty.write(chunk.toString());
      done();
    },
  });
  pty.onData((data) => line.push(data));
  shell = new GuestShell(line);
});
afterEach(() => pty.kill());

describe('the shell on a serial line', () => {
  it('tells output and exit code apart from the echo', async () => {
    await shell.ready(20_000);
    expect(await shell.run('echo one; echo two >&2; exit 3')).toEqual({ output: 'one\ntwo\n', exitCode: 3 });
  });

  it('works before the echo is off, and with quotes and long output', async () => {
    const { output } = await shell.run("printf '%s\\n' \"a 'b'\"; seq 1 20000");
    expect(output.split('\n').slice(0, 2)).toEqual(["a 'b'", '1']);
    expect(output).toHaveLength("a 'b'\n".length + 108_894);
  });

  it('runs commands one at a time, in order', async () => {
    const results = await Promise.all(['sleep 0.2; echo a', 'echo b', 'echo c'].map((c) => shell.read(c)));
    expect(results).toEqual(['a', 'b', 'c']);
  });

  it('gives up on a command that does not end, and says which', async () => {
    await expect(shell.run('sleep 2', { timeoutMs: 200 })).rejects.toThrow(ShellTimeout);
    expect(await shell.read('echo still here')).toBe('still here');
  });

  it('says what a failing command printed', async () => {
    await expect(shell.read('echo no such thing; false')).rejects.toThrow('ended with 1: no such thing');
  });
});
