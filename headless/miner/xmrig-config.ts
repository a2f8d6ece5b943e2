/** XMRig's config file, as the rig writes it. Pure. Keys and their traps: XMRig 6.26 `src/config.json` and code. */
import { formatEndpoint } from '../endpoint.ts';
import {
  inOrder,
  isLanName,
  type MiningPool,
  type MiningTarget,
  sendsInClear,
  sentPassword,
} from '../pool.ts';
import type { XmrigTuning } from '../tuning/plan.ts';
import { API } from './summary.ts';

/** Attempts before the next pool is tried; with one pool XMRig goes quiet in its log after that many failures. */
const RETRIES_BEFORE_FAILOVER = 2;
const RETRIES_ALONE = 1000;
const RETRY_PAUSE_SECONDS = 5;

export interface XmrigConfigInput {
  target: MiningTarget;
  tuning: XmrigTuning;
  donatePercent: number;
  label: string;
  /** API port on loopback; another one only on a laptop. */
  apiPort?: number;
  /** False only where XMRig would change the machine to get them. */
  hugePages?: boolean;
}

/** The whole config as an object; contains the pool passwords, so it is written for XMRig's eyes alone. */
export function xmrigConfig({
  target,
  tuning,
  donatePercent,
  label,
  apiPort,
  hugePages,
}: XmrigConfigInput): object {
  return {
    // XMRig must neither rewrite its config nor fall for a half-written one: the engine restarts it instead.
    autosave: false,
    watch: false,
    background: false,
    colors: false,
    title: false,
    dmi: false,
    'donate-level': donatePercent,
    'print-time': 60,
    http: {
      enabled: true,
      host: API.host,
      port: apiPort ?? API.port,
      'access-token': null,
      restricted: true,
    },
    // Without an id of our own XMRig derives one from the MAC address and tells it to whoever asks.
    api: { id: label, 'worker-id': label },
    cpu: {
      enabled: true,
      'huge-pages': hugePages ?? true,
      yield: true,
      // XMRig's "nice 5": the console and the engine stay responsive at no measurable cost.
      priority: 1,
      ...(tuning.threads ? { rx: tuning.threads } : {}),
    },
    randomx: {
      // "fast" skips XMRig's look at MemTotal: the plan already decided from what is really free.
      mode: tuning.mode,
      '1gb-pages': tuning.oneGbPages,
      // The engine writes the MSRs and reads them back; XMRig has no privileges.
      wrmsr: false,
      rdmsr: false,
      numa: tuning.numa,
    },
    pools: inOrder(target).map((pool) => poolEntry(pool, label)),
    retries: target.pools.length > 1 ? RETRIES_BEFORE_FAILOVER : RETRIES_ALONE,
    'retry-pause': RETRY_PAUSE_SECONDS,
  };
}

/** The network's own broadcast: no connection can be made to it. */
const NOBODY = '255.255.255.255';

/** XMRig would ask whoever answers for a name of the LAN, and tell that one the password: the engine alone looks such a name up. */
function nameOf(pool: MiningPool): string {
  return isLanName(pool.host) && !pool.socks5 && sendsInClear(pool) ? NOBODY : pool.host;
}

function poolEntry(pool: MiningPool, label: string): object {
  return {
    url: formatEndpoint(pool.address ?? nameOf(pool), pool.port),
    user: pool.user,
    pass: sentPassword(pool.password),
    ...(pool.rigId === null ? {} : { 'rig-id': pool.rigId ?? label }),
    // Each job names its algorithm; where one does not, the coin and the block's version tell (our patch 07): no pin outlives a fork.
    algo: null,
    coin: 'monero',
    keepalive: pool.keepalive ?? true,
    tls: pool.tls,
    'tls-fingerprint': pool.tls ? pool.fingerprint : null,
    ...(pool.socks5 ? { socks5: formatEndpoint(pool.socks5.host, pool.socks5.port) } : {}),
  };
}
