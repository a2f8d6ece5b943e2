/** Texts that stand in an example until its owner puts something there. Pure. */

/** `<pool>`, `{{ wallet }}`, `4...`, `[MONERO.WALLET]`, `xxxx`, `4xxxx`: nothing real has these. */
const MARKS = [/[<>]|\{\{|\.\.\.|\u2026/, /\[[A-Z][A-Z._ -]{3,}\]/, /^(?:[48]\w{0,3})?x{4,}$/i];
/** `your_pool`, `YOUR-STACK-IP`, `yourwallet`, `change-me`. */
const WORDS = [
  /(?:^|[^a-z])(?:your|yours|change[ -]?me|fill[ -]?in|placeholder)(?:[^a-z]|$)/i,
  /(?:^|[^a-z])your(?:monero|xmr|wallet|address|pool|stack|node|host|server|domain|ip|worker|rig|name|e?mail|user|pass|secret)/i,
];
/** `INSERT_WALLET`, `enter address here`; somebody may be called `enter`. */
const ORDERS = /(?:^|[^a-z])(?:insert|enter|replace)[^a-z]+[a-z]/i;
/** The same for a rig: `enter-the-void` is a name. */
const ORDERS_FOR_NAME = /(?:^|[^a-z])(?:insert|enter|replace)[^a-z].*(?:name|here|rig|worker|label)/i;
/** What stands between an account and its worker or e-mail: `enter@example.net/rig` is somebody's. */
const BEHIND_USER = /[./#@+]/;
/** `your-stack.local`: in domains that are nobody's an example is more likely than a name. */
const EXAMPLE_NAME = /^your-?(?:pool|stack|node|server|host|p2pool|ip)[^.]*\.(?:local|lan|home|example)$/i;

/** `WALLET`, `wallet_address.worker`, `MONERO_ADDRESS`, `address/rig`. */
const WALLET_WORDS =
  /^(?:(?:my|the|your|public|monero|xmr|payout)[ _-]?)*(?:wallet|add?ress)(?:[ _-]?(?:add?ress|here|goes|id))*(?:[./+@ _-](?:worker|rig|name|id|email|difficulty|diff|here)[ _-]?(?:name|id)?)*\*?$/i;
/** `POOL_ADDRESS`, `stack_ip`, `POOL_URL`: with an underscore, which no name on the internet has. */
const HOST_WORDS =
  /^(?:[a-z0-9]+_)*(?:pool|stack|node|server|p2pool|proxy|main)_(?:[a-z0-9]+_)*(?:ip|host|hostname|address|url|domain|name)$/i;

/** `ip`, `hostname`, `mi_ip`, `IP_DE_TU_STACK`. */
const IP_WORDS = /^(?:host|hostname|ip)$|^(?=.*_)(?:[a-z0-9]+_)*ip(?:_[a-z0-9]+)*$/i;
/** What owners of other languages are asked to put in a wallet's place: `TU_DIRECCION_DE_MONERO`, `DEINE_WALLET_ADRESSE`. */
const FOREIGN_WALLET =
  /^(?=[A-Z_0-9]*(?:WALLET|ADRES|ADDRES|DIREC|CARTERA|CARTEIRA|ENDERE|PORTFEL|PORTEFEUILLE|PORTAFOGLIO|INDIRIZZO|CUZDAN|BILLETERA))[A-Z]+(?:_[A-Z0-9]+)+(?:[./+@]|$)/;

/** `192.168.1.x`, `10.0.0.BB`. */
const HALF_ADDRESS = /^(?=.*[a-z*])\d{1,3}(?:\.(?:\d{1,3}|[a-z*]{1,3})){3}$/i;
/** `xxx.xxx.xxx.xxx`; other short words with dots are names. */
const NO_ADDRESS = /^(?:x{1,3}|n{1,3}|\*)(?:\.(?:x{1,3}|n{1,3}|\*|\d{1,3})){3}$/i;

/** True for what is no user of any stack or pool, but stands for one. */
export function isUserPlaceholder(text: string): boolean {
  const [account = ''] = text.split(BEHIND_USER, 1);
  return hasMark(text) || WORDS.some((pattern) => pattern.test(words(text))) || ORDERS.test(words(account));
}

/** True for a word in place of a wallet: `WALLET_ADDRESS`, `your monero wallet`. A stack of one's own may know it as a name. */
export function isWalletWord(text: string): boolean {
  return WALLET_WORDS.test(text) || FOREIGN_WALLET.test(text);
}

/** True for what is no host, but the word for one. Names of the internet hold what they like, as in `stack.your-server.de`. */
export function isHostPlaceholder(text: string): boolean {
  const isName = text.includes('.') && !text.includes('_');
  return (
    hasMark(text) ||
    [HOST_WORDS, IP_WORDS, HALF_ADDRESS, NO_ADDRESS, EXAMPLE_NAME].some((pattern) => pattern.test(text)) ||
    (!isName && [...WORDS, ORDERS].some((pattern) => pattern.test(words(text))))
  );
}

/** True for what is no name of a rig or a worker. */
export function isNamePlaceholder(text: string): boolean {
  return hasMark(text) || [...WORDS, ORDERS_FOR_NAME].some((pattern) => pattern.test(words(text)));
}

function hasMark(text: string): boolean {
  return MARKS.some((pattern) => pattern.test(text));
}

function words(text: string): string {
  return text.replace(/_/g, ' ');
}
