/** Starting, stopping and finding XMRig: as a systemd unit in the image, as a child process on a laptop. */
import type { XmrigConfigInput } from './xmrig-config.ts';

export interface MinerControl {
  /** Writes the config and (re)starts XMRig with it. Resolves with its process id; throws with a sentence why not. */
  start(input: XmrigConfigInput): Promise<number | null>;
  stop(): Promise<void>;
  /** Process id of the running XMRig, or null. Cheap: it is asked every two seconds. */
  pid(): Promise<number | null>;
  /**
   * Calls back with each line XMRig logs from now on and when it did, in seconds since the kernel started (null: now); the
   * returned function ends that.
   */
  follow(onLine: (line: string, seconds: number | null) => void): () => void;
  /** Port of XMRig's API on loopback. */
  apiPort: number;
}
