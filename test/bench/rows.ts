import type { Row } from './row.ts';
import { bootMemory } from './rows/boot-memory.ts';
import { bootTime } from './rows/boot-time.ts';
import { cpu } from './rows/cpu.ts';
import { discovery } from './rows/discovery.ts';
import { firstFrame } from './rows/first-frame.ts';
import { hashrate } from './rows/hashrate.ts';
import { imageSize } from './rows/image-size.ts';
import { consoleMemory, engineMemory } from './rows/memory.ts';
import { openPorts } from './rows/open-ports.ts';
import { pages } from './rows/pages.ts';
import { terminalBytes } from './rows/terminal-bytes.ts';

/** In the order in which they are measured: those that share something stand together. */
export const ROWS: readonly Row[] = [
  ...[firstFrame, discovery],
  ...[cpu, engineMemory, consoleMemory, terminalBytes, hashrate],
  ...[pages, imageSize],
  ...[bootMemory, bootTime, openPorts],
];
