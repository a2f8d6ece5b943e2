/** Texts that stand in an example until its owner puts something there. Pure. */

/** `your_pool`, `YOUR-STACK-IP`, `yourwallet`, `<pool>`, `[MONERO.WALLET]`, `{{ wallet }}`, `4...`, `xxxx`. */
const ANYWHERE = [
  /[<>]|\{\{|\.\.\.|\u2026/,
  /\[[A-Z][A-Z._ -]{3,}\]/,
  /(?:^|[^a-z])(?:your|yours|insert|enter|replace|change ?me|fill ?in|placeholder)(?:[^a-z]|$)/i,
  /(?:^|[^a-z])your(?:monero|xmr|wallet|address|pool|stack|node|host|server|domain|ip|worker|rig|name|e?mail|user|pass|secret)/i,
  /^x{4,}$/i,
];
/** `WALLET`, `wallet_address.worker`, `MONERO_ADDRESS`, `address/rig`. */
const WALLET_WORDS =
  /^(?:(?:my|the|your|public|monero|xmr|payout)[ _-]?)*(?:wallet|add?ress)(?:[ _-]?(?:add?ress|here|goes|id))*(?:[./+@ _-](?:worker|rig|name|id|email|difficulty|diff|here)[ _-]?(?:name|id)?)*\*?$/i;
/** `POOL_ADDRESS`, `stack_ip`, `POOL_URL`: with an underscore, which no name on the internet has. */
const HOST_WORDS =
  /^(?:[a-z0-9]+_)*(?:pool|stack|node|server|p2pool|proxy|main)_(?:[a-z0-9]+_)*(?:ip|host|hostname|address|url|domain|name)$/i;

/** `192.168.1.x`, `10.0.0.BB`. */
const HALF_ADDRESS = /^(?=.*[a-z*])\d{1,3}(?:\.(?:\d{1,3}|[a-z*]{1,3})){3}$/i;

/** True for what is no wallet or account, but the word for one. */
export function isUserPlaceholder(text: string): boolean {
  return isPlaceholder(text) || isWalletWord(text);
}

/** `WALLET_ADDRESS`, `your monero wallet`: nothing else stands in it. */
export function isWalletWord(text: string): boolean {
  return WALLET_WORDS.test(text);
}

/** True for what is no host, but the word for one. */
export function isHostPlaceholder(text: string): boolean {
  return isPlaceholder(text) || HOST_WORDS.test(text) || HALF_ADDRESS.test(text);
}

export function isPlaceholder(text: string): boolean {
  return ANYWHERE.some((pattern) => pattern.test(text.replace(/_/g, ' ')));
}
