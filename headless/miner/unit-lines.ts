/** What systemd logs of XMRig's unit (forms: systemd 252). Pure but for what it keeps from line to line. */
import type { HowEnded } from '../ended.ts';

const EXITED = /: Main process exited, code=(exited|killed|dumped), status=(\d{1,3})\/([A-Z0-9]{1,20})\b/;

/**
 * Reads systemd's own lines about a unit, in their order, and gives an end that nobody has ordered. A stop or restart is announced
 * before it: what ends after that was told to, also where it took a SIGKILL.
 */
export function unitLines(): (text: string) => HowEnded | null {
  let isOrdered = false;
  let isMemory = false;
  let exited: HowEnded | null = null;
  return (text) => {
    if (/^Stopping /.test(text)) isOrdered = true;
    if (/^Start(?:ing|ed) /.test(text)) isOrdered = false;
    if (/killed by the OOM killer|systemd-oomd killed /.test(text)) isMemory = true;
    exited = howExited(text) ?? exited;
    // Said once all of it has ended, whatever came first.
    const result = /: Failed with result '([a-z-]+)'/.exec(text)?.[1];
    if (result === undefined) return null;
    const ended: HowEnded | null = isMemory || result === 'oom-kill' ? { by: 'memory' } : exited;
    const isOwn = !isOrdered;
    [isMemory, exited] = [false, null];
    return isOwn ? ended : null;
  };
}

function howExited(text: string): HowEnded | null {
  const [, code, status, name = ''] = EXITED.exec(text) ?? [];
  if (code === undefined) return null;
  return code === 'exited'
    ? { by: 'status', status: Number(status) }
    : { by: 'signal', signal: `SIG${name}` };
}
