/** Waits that end, whatever is waited for does. */

/** `work`, or an error that says `late` after `ms` milliseconds; what comes later than that is nobody's. */
export async function withDeadline<T>(work: Promise<T>, ms: number, late: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(late)), ms);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
