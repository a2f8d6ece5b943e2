/** Why an XMRig ended that never got to a pool, in its own words. Pure but for what it keeps from line to line. */
import { cleanText } from '../text.ts';
import { withoutDate } from './log.ts';

const MAX_SAID = 120;

/** The file that it was given is the first that it complains of; after that it looks for others, and gives up. */
const COMPLAINT = /^unable to open "|<line:\d+, position:\d+>: /;

export interface LastWords {
  hear(line: string): void;
  /** What is worth repeating of the process that has just ended; null where it had got to a pool, or said nothing. */
  take(): string | null;
}

export function lastWords(): LastWords {
  let complaint: string | null = null;
  let last: string | null = null;
  let reached = false;
  const forget = () => {
    [complaint, last, reached] = [null, null, false];
  };
  return {
    hear(raw) {
      const line = withoutDate(raw);
      // What it says of itself at its start.
      if (/^ \* ABOUT\s/.test(line)) return forget();
      // From there on its lines are about a pool, and may be that one's words.
      if (/^net\s/.test(line)) reached = true;
      if (reached || line.trim() === '' || line.startsWith(' * ')) return;
      if (complaint === null && COMPLAINT.test(line)) complaint = line;
      last = line;
    },
    take() {
      const said = reached ? null : (complaint ?? last);
      forget();
      return said === null ? null : cleanText(said, MAX_SAID).replace(/\.$/, '');
    },
  };
}
