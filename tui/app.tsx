import { Box, useInput, useStdin } from 'ink';
import { type ReactNode, useSyncExternalStore } from 'react';
import type { Console } from './console.ts';
import { toPresses } from './keys.ts';
import { Row } from './widgets/row.tsx';

/** The window: draws the console's lines and gives it the keys. */
export function App({ console }: { console: Console }): ReactNode {
  const { isRawModeSupported } = useStdin();
  const lines = useSyncExternalStore(console.subscribe, console.lines);
  useInput((input, key) => console.press(toPresses(input, key)), { isActive: isRawModeSupported });
  return (
    <Box flexDirection="column">
      {lines.map((line, index) => (
        <Row key={index} line={line} />
      ))}
    </Box>
  );
}
