import xterm from '@xterm/headless';
import { describe, expect, it } from 'vitest';
import InkOutput from '../../node_modules/ink/build/output.js';
import { WholeLines } from '../../tui/ink-output.ts';

const WIDTH = 30;
const HEIGHT = 6;
type Write = [
  x: number,
  y: number,
  text: string,
  ...transformers: ((line: string, index: number) => string)[],
];

/** Each cell of a terminal that `output` was drawn on: its character, its colours, and whether it is bold or dim. */
async function cellsOf(output: string): Promise<string[]> {
  const screen = new xterm.Terminal({ cols: WIDTH, rows: HEIGHT, allowProposedApi: true });
  await new Promise<void>((resolve) => screen.write(output.replaceAll('\n', '\r\n'), resolve));
  const cells = Array.from({ length: HEIGHT * WIDTH }, (_, place) => {
    const cell = screen.buffer.active.getLine(Math.floor(place / WIDTH))?.getCell(place % WIDTH);
    return [cell?.getChars() || ' ', cell?.getFgColor(), cell?.isBold(), cell?.isDim()].join(' ');
  });
  screen.dispose();
  return cells;
}

function drawn(output: WholeLines | InkOutput, writes: Write[]): { output: string; height: number } {
  for (const [x, y, text, ...transformers] of writes) output.write(x, y, text, { transformers });
  return output.get();
}

const red = (line: string) => `\x1b[31m${line}\x1b[39m`;
const bold = (line: string) => `\x1b[1m${line}\x1b[22m`;
const numbered = (line: string, index: number) => `${index} ${line}`;

describe('WholeLines', () => {
  it.each<[string, Write[]]>([
    [
      'plain lines',
      [
        [0, 0, 'one'],
        [0, 1, ' '],
        [2, 2, 'three   '],
        [0, 5, '█▄ ░ ─'],
      ],
    ],
    ['colours within colours', [[1, 0, `${bold(`H/s ${red('930')}`)} of ${red('1000')}`]]],
    [
      'a line that ends in coloured blanks',
      [
        [0, 1, `x${red('   ')}`],
        [0, 2, bold('y')],
      ],
    ],
    ['what a text does to its lines', [[3, 1, 'a\nb', numbered, red, bold]]],
    ['nothing', [[0, 0, '']]],
    ['lines below the screen', [[0, 4, 'in\nin\nout']]],
  ])('draws %s as Ink does', async (_, writes) => {
    const size = { width: WIDTH, height: HEIGHT };
    const [ours, theirs] = [drawn(new WholeLines(size), writes), drawn(new InkOutput(size), writes)];
    expect(ours.height).toBe(theirs.height);
    expect(await cellsOf(ours.output)).toEqual(await cellsOf(theirs.output));
  });
});
