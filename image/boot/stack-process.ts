import type { StackCounts } from './report.ts';

export const NO_SHARES: StackCounts = { verifiedShares: 0, rejectedShares: 0, workers: [] };

/** Where the stack listens and how it is found. */
export interface StackPlace {
  readonly address: string;
  readonly bridge: string;
  readonly name: string;
  readonly difficulty: number;
}

/** The development stack (`test/stack/`), run beside the machine. */
export class StackProcess {
  static async start(_place: StackPlace): Promise<StackProcess> {
    return new StackProcess();
  }
  counts(): StackCounts {
    return NO_SHARES;
  }
  async stop(): Promise<void> {}
}
