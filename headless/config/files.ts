/** Which files on the RIGFORGE partition are config, whatever an editor made of their names. Pure. */

import { COMMAND_LINE_FILE } from './command-line.ts';

export interface ConfigFile {
  /** As on the partition. */
  name: string;
  content: Uint8Array;
}

/** Best first. Windows hides the `.txt` it adds; some take the extension away or write the whole name in capitals. */
const NAMES = [
  /^rigforge\.conf(\.conf)?$/,
  /^rigforge(\.conf)?\.txt$/,
  /^rigforge(\.cfg|\.ini)?$/,
  /^config\.json$/,
  /^config\.json\.(txt|json)$/,
  /^rigforge\.json(\.txt)?$/,
];

/**
 * What other programs call theirs: HiveOS (`rig.conf`, `wallet.conf`), XMRig, xmr-stak, and scripts that start a miner. What is
 * in them can mostly be read under a name of ours.
 */
const OTHERS =
  /^(?:rigforge|config|pool|p2pool)|^(?:rig|miner|mining|wallet|xmrig|xmr|monero|worker|pithead)[\w-]*\.(?:conf|cfg|ini|json|ya?ml|txt|env)$|\.(?:bat|cmd|sh)$/;

/** Files of ours that are no config. */
const NOT_CONFIG = /^(readme|rigforge-(report|remembered))/;

/** Rank of a file name, 0 first; null for files that are not read. */
export function fileRank(name: string): number | null {
  if (isCommandLineFile(name)) return null;
  const rank = NAMES.findIndex((pattern) => pattern.test(plain(name)));
  return rank < 0 ? null : rank;
}

/** True for files that somebody may take for the config although they are not read. */
export function looksLikeConfig(name: string): boolean {
  return (
    fileRank(name) === null &&
    !isCommandLineFile(name) &&
    !NOT_CONFIG.test(plain(name)) &&
    OTHERS.test(plain(name))
  );
}

/** The file from which the boot loader takes kernel options; it knows it under this name only. */
export function isCommandLineFile(name: string): boolean {
  return name.toLowerCase() === COMMAND_LINE_FILE;
}

function plain(name: string): string {
  return name
    .toLowerCase()
    .replace(/[\s.]+$/, '')
    .trim();
}
