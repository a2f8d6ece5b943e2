export type Size = { columns: number; rows: number };
export type FrameOptions = {
  /** Draw with ASCII alone. */
  ascii: boolean;
  /** `q` ends the program, so the footer says it. */
  quitKey: boolean;
  /** False on a serial line on which nobody has pressed Enter yet. */
  awake: boolean;
  /** Everything darker, since nobody is looking. */
  dimmed: boolean;
};
