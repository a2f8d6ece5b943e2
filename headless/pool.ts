/** The pool as every part of the rig speaks of it. Pure. */

/** What is sent where there is no password: every stack without one takes it, and owners write it for "none". */
const SENT_FOR_NONE = 'x';

/** A password as somebody wrote it; null for none. */
export function passwordOf(written: string | null): string | null {
  return written === SENT_FOR_NONE ? null : written;
}

/** A password as XMRig and the probe send it. */
export function sentPassword(password: string | null): string {
  return password ?? SENT_FOR_NONE;
}
