/** How long tests wait for what should appear at once: long enough for many of them beside a busy loop on one core. */
export const WAIT_MILLISECONDS = 60_000;
