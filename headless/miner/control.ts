/** Starting, stopping and finding XMRig: as a systemd unit in the image, as a child process on a laptop. */
import type { HowEnded } from '../ended.ts';
import type { XmrigConfigInput } from './xmrig-config.ts';

export interface MinerListener {
  /** A line of XMRig's own, or of the system about it, and when that was in seconds since the kernel started (null: now). */
  line(text: string, seconds: number | null, from: 'xmrig' | 'system'): void;
  /** By itself: nobody had ordered it. */
  ended(how: HowEnded, seconds: number | null): void;
}

export interface MinerControl {
  /** Writes the config and (re)starts XMRig with it. Resolves with its process id; throws with a sentence why not. */
  start(input: XmrigConfigInput): Promise<number | null>;
  stop(): Promise<void>;
  /** Process id of the running XMRig, or null. Cheap: it is asked every two seconds. */
  pid(): Promise<number | null>;
  /** Tells what XMRig logs from now on, and how it ends; the returned function ends that. */
  follow(listener: MinerListener): () => void;
  /** Port of XMRig's API on loopback. */
  apiPort: number;
}
