/** What a folder would make a rig do if it were the RIGFORGE partition: read, and put together, by the code that does it there. */

import { addedByBootLoader } from '../config/boot-loader.ts';
import { type ConfigFile, isCommandLineFile } from '../config/files.ts';
import type { PoolSetting } from '../config/model.ts';
import { readOwnerConfig } from '../config/owner-config.ts';
import { readStickFiles } from '../config/stick-files.ts';
import { fallbackTarget } from '../decide/choose.ts';
import { otherPools } from '../decide/own-address.ts';
import { payingPools } from '../decide/paying-pools.ts';
import { DEFAULT_DONATE_PERCENT } from '../decide/start.ts';
import { xmrigConfig } from '../miner/xmrig-config.ts';
import type { Message, Setting } from '../snapshot.ts';
import { IMAGE } from '../state/host-rules.ts';
import { itselfMessages, walletMessages } from '../status/messages.ts';
import { initialState } from '../transition.ts';

/** No secret is in any of it. */
export interface FolderCheck {
  /** Names of the files that were read. */
  files: string[];
  settings: Setting[];
  /** As XMRig is given them, in failover order; a password of the owner's is `(set)`. */
  pools: Record<string, unknown>[];
  /** True where pools are named; without any a rig looks for stacks on its network. */
  namesPools: boolean;
  /** True where some are, and none can ever be mined at: a rig looks for stacks then as well. */
  leavesOut: boolean;
  messages: Message[];
}

/** Stands where each rig puts the name that it makes from its hardware. */
const SOME_LABEL = 'rig-xxxxxx';

/** Reads a folder as a rig reads its stick. Throws where it is none, or cannot be read. */
export async function checkFolder(directory: string): Promise<FolderCheck> {
  const { files, messages } = await readStickFiles(directory);
  const config = readOwnerConfig({ cmdline: cmdlineOf(files), files });
  const label = config.label ?? SOME_LABEL;
  const fresh = initialState({ host: IMAGE, uptimeMs: 0, bootedFromStick: true });
  const state = { ...fresh, config, label };
  const target = fallbackTarget(state);
  const paying = payingPools(state);
  const tuning = { mode: 'fast', oneGbPages: false, numa: false, threads: null } as const;
  const donatePercent = config.donatePercent ?? DEFAULT_DONATE_PERCENT;
  const given =
    target === null
      ? []
      : poolsOf(xmrigConfig({ target, tuning, donatePercent, label })).map((pool, index) =>
          shown(pool, paying[index], target.pools[index]?.password ?? null),
        );
  return {
    files: files.map(({ name }) => name),
    settings: config.settings,
    pools: given,
    namesPools: config.pools.length > 0,
    leavesOut: config.namesPools && otherPools(state).length === 0,
    messages: [...messages, ...config.messages, ...itselfMessages(state), ...walletMessages(state)],
  };
}

/** What the boot loader will have put on the kernel's command line. */
function cmdlineOf(files: readonly ConfigFile[]): string {
  return files
    .filter(({ name }) => isCommandLineFile(name))
    .map(({ content }) => addedByBootLoader(content))
    .join(' ');
}

function poolsOf(config: object): Record<string, unknown>[] {
  return 'pools' in config && Array.isArray(config.pools) ? config.pools : [];
}

/** Without a password there is nothing to hide: stacks take `x`. */
function shown(
  pool: Record<string, unknown>,
  setting: PoolSetting | undefined,
  password: string | null,
): Record<string, unknown> {
  const tls = setting?.tlsUnsaid ? { tls: 'found out by asking' } : {};
  return { ...pool, ...tls, ...(password === null ? {} : { pass: '(set)' }) };
}
