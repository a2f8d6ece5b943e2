/**
 * Preloaded into an engine whose clock is to go RIGFORGE_SPEED times faster: what waits for half an hour waits for a minute then. Timers,
 * the search and the probes keep the real time, as the network and XMRig do.
 */
import { registerHooks } from 'node:module';

registerHooks({
  resolve(specifier, context, next) {
    const isEngines = specifier.endsWith('/system/clock.ts');
    return isEngines
      ? next(new URL('./fast-clock-from.ts', import.meta.url).href, context)
      : next(specifier, context);
  },
});
