/**
 * Loaded before each test file: `vi.waitFor` and `vi.waitUntil` give up after a minute unless told otherwise, not after Vitest's
 * second. A test waits for what should appear; how long that takes says something about the computer only.
 */
import { vi } from 'vitest';
import { WAIT_MILLISECONDS } from './wait.ts';

const { waitFor, waitUntil } = vi;

vi.waitFor = (callback, options = {}) => waitFor(callback, patient(options));
vi.waitUntil = (callback, options = {}) => waitUntil(callback, patient(options));

function patient(options: number | { timeout?: number; interval?: number }) {
  return typeof options === 'number' ? options : { timeout: WAIT_MILLISECONDS, ...options };
}
