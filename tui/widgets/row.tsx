import { Text } from 'ink';
import { memo, type ReactNode } from 'react';
import { type Line, sameLine, type Tone } from '../line.ts';

/** How a tone looks: one accent colour; bold makes red readable on the Linux console. Nothing is said by colour alone. */
const LOOK: Record<Tone, { color?: string; bold?: boolean; dimColor?: boolean }> = {
  plain: {},
  strong: { bold: true },
  accent: { color: 'cyan', bold: true },
  warning: { color: 'yellow', bold: true },
  bad: { color: 'red', bold: true },
  dim: { dimColor: true },
};

/** One line of the screen; drawn again only when it differs. */
export const Row = memo(drawRow, (one, other) => sameLine(one.line, other.line));

function drawRow({ line }: { line: Line }): ReactNode {
  if (line.length === 0) {
    return <Text> </Text>;
  }
  return (
    <Text wrap="truncate-end">
      {line.map((span, index) => (
        <Text key={index} {...LOOK[span.tone]}>
          {span.text}
        </Text>
      ))}
    </Text>
  );
}
