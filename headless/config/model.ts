/** What the owner may ask for, as it was read. */
import type { Pool } from '../pool.ts';
import type { Message, Setting } from '../snapshot.ts';

/** One place to mine that the owner named; the password as it was written. */
export interface PoolSetting extends Pool {
  /** Set where nothing was said of TLS: it is found out by asking. */
  tlsUnsaid?: true | undefined;
  /** Set where a user was written that cannot be used. */
  wrongUser?: true | undefined;
  /** Set where that user is a word in place of a wallet: whoever wrote it means no pool yet. */
  unfilled?: true | undefined;
  /** The worker's name that goes with the user; left out: none was written. */
  rigId?: string | undefined;
  /** Whether to send signs of life, or seconds between them; left out: nothing was said. */
  keepalive?: boolean | number | undefined;
  /** `remembered`: chosen at the rig and kept on the stick. */
  source: 'cmdline' | 'stick' | 'remembered';
  /** `kernel command line` or `rigforge.conf line 4`. */
  where: string;
}

/** The rig's own place in the network, as far as it was set by hand. */
export interface FixedAddress {
  /** With prefix length, as in `192.168.1.50/24`; null: the router gives one, and only the name servers are set by hand. */
  address: string | null;
  gateway: string | null;
  dns: string[];
  /** Null: the one port that can be meant. */
  interface: string | null;
  where: string;
}

/** What the owner asked for; null where nothing was said. */
export interface OwnerConfig {
  /** Of the strongest source that names any, in failover order. */
  pools: PoolSetting[];
  /** Whether any place names a pool, also one that is left out. */
  namesPools: boolean;
  /** Of the pools in the files on the stick, to tell whether their owner changed them after a choice was remembered. */
  poolsHash: string;
  label: string | null;
  waitSeconds: number | null;
  donatePercent: number | null;
  /** A ceiling. */
  threads: number | null;
  /** Memory that huge pages leave to the system. */
  reserveBytes: number | null;
  /** The most memory that huge pages may take. */
  hugePageBytes: number | null;
  /** mDNS names to look for beside the well-known ones, without `.local`. */
  names: string[];
  /** Whether to look for stacks on the network at all. */
  discovery: boolean;
  /** Whether to ask every address of the network when nothing else finds a stack. */
  sweep: boolean;
  /** Null: the router says everything. */
  network: FixedAddress | null;
  messages: Message[];
  /** All of the above as the console shows it, without secrets. */
  settings: Setting[];
}
