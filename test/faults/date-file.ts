/** Preloaded into an engine whose date is to jump: RIGFORGE_DATE names a file with the milliseconds that it is wrong by. */
import { readFileSync } from 'node:fs';

const { now } = Date;
const offset = () => {
  try {
    return Number(readFileSync(process.env['RIGFORGE_DATE'] ?? '', 'utf8'));
  } catch {
    return 0;
  }
};
Date.now = () => now() + offset();
globalThis.Date = new Proxy(Date, {
  construct: (target, args: [number]) =>
    args.length > 0 ? new target(...args) : new target(now() + offset()),
});
