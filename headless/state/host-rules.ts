/** What the engine may do with the computer that it runs on, and what else may run there. Pure. */
export interface HostRules {
  /** As windows are told. */
  mode: 'image' | 'laptop';
  /** Whether the computer may be switched off and started again. */
  mayPower: boolean;
  /** Whether a stack may run beside the engine: then its own address is a place to mine. */
  mayHaveStack: boolean;
}

/** A computer that was started from the image. */
export const IMAGE: HostRules = { mode: 'image', mayPower: true, mayHaveStack: false };
/** Somebody's own computer, under `npm start`. */
export const LAPTOP: HostRules = { mode: 'laptop', mayPower: false, mayHaveStack: true };
