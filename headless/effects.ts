/** Runs the state machine's effects on the real machine and reports each outcome as an event. */
import { writeFile } from 'node:fs/promises';
import { execa } from 'execa';
import { isNowhere } from './config/never-a-stack.ts';
import { ownerStick } from './config/owner-stick.ts';
import { blocked, isBlocked } from './discovery/blocked.ts';
import { type Discovery, startDiscovery } from './discovery/discovery.ts';
import { isMacName, WELL_KNOWN_NAMES } from './discovery/names.ts';
import { probeStratum } from './discovery/probe.ts';
import { probeAny } from './discovery/probe-any.ts';
import { resolveHost } from './discovery/resolve.ts';
import { openSocksTunnel } from './discovery/socks-tunnel.ts';
import { formatEndpoint } from './endpoint.ts';
import type { News } from './engine.ts';
import { log } from './log.ts';
import type { Effect } from './machine/model.ts';
import type { MinerControl } from './miner/control.ts';
import { readThreads } from './miner/summary.ts';
import { isLanName, type MiningPool, type MiningTarget } from './pool.ts';
import { checkRig } from './rig/checks.ts';
import type { MachineSource } from './rig/machine-source.ts';
import { residentBytes } from './rig/process.ts';
import { readRig } from './rig/read-rig.ts';
import { readSession, writeSession } from './session.ts';
import { applyTuning } from './tuning/apply.ts';
import { confirmTuning } from './tuning/confirm.ts';
import { oldRegistersFile } from './tuning/end.ts';
import { readPageCounters } from './tuning/pages.ts';
import { planTuning } from './tuning/plan.ts';
import { planRegisters, tuneCpus } from './tuning/registers.ts';

/** The names XMRig and the probe give themselves; stacks show them to their owner. */
const AGENT = 'RigForge-Image';

export interface Parts {
  mode: 'image' | 'laptop';
  runDirectory: string;
  machine: MachineSource;
  miner: MinerControl;
  configPartUuid: string;
  version: string;
  /** Interfaces to look for stacks on; null: all that have an address. */
  discoverOn: string[] | null;
}

type Dispatch = (news: News) => void;

/** The interpreter. It holds nothing but the running discovery; a failed effect becomes a `failed` event. */
export function createEffects(parts: Parts): { run(effect: Effect, dispatch: Dispatch): void; stop(): void } {
  let discovery: Discovery | null = null;
  // One after the other, whatever comes in meanwhile: XMRig's orders, and the writes of one file.
  const queues = { miner: Promise.resolve(), session: Promise.resolve(), stick: Promise.resolve() };
  const stick = ownerStick(parts);

  const run = (effect: Effect, dispatch: Dispatch): void => {
    const failed = (error: unknown) => dispatch({ event: 'failed', effect, error: sentence(error) });
    const queue = queueOf(effect);
    if (queue) queues[queue] = queues[queue].then(() => perform(effect, dispatch)).catch(failed);
    else perform(effect, dispatch).catch(failed);
  };

  const perform = async (effect: Effect, dispatch: Dispatch): Promise<void> => {
    switch (effect.effect) {
      case 'checkAdoption': {
        const session = await readSession(parts.runDirectory);
        return dispatch({ event: 'adoptionChecked', session, pid: await parts.miner.pid() });
      }
      case 'readRig': {
        const facts = await readRig(parts.machine);
        return dispatch({ event: 'rigRead', facts, ...checkRig(facts) });
      }
      case 'readConfig':
        return dispatch({ event: 'configRead', ...(await stick.read()) });
      case 'tune': {
        const pages = await readPageCounters(parts.machine);
        const { facts, threads, reserveBytes, hugePageBytes, minerPid } = effect;
        const minerBytes = minerPid === null ? 0 : await residentBytes(minerPid);
        const plan = planTuning(facts, { threads, reserveBytes, hugePageBytes, pages, minerBytes });
        const options = {
          dryRun: parts.mode === 'laptop' && parts.machine.live,
          minerRunning: minerPid !== null,
          oldRegisters: oldRegistersFile(parts.runDirectory),
        };
        return dispatch({ event: 'tuned', ...(await applyTuning(plan, parts.machine, options)) });
      }
      case 'tuneCpus': {
        if (parts.mode === 'laptop') return;
        const oldRegisters = oldRegistersFile(parts.runDirectory);
        const plan = planRegisters(effect.facts);
        const { msr, governor } = await tuneCpus(parts.machine, plan, { readOnly: false, oldRegisters });
        log('info', `CPUs came or went: registers ${msr.effective}, clock ${governor.effective}`);
        return dispatch({ event: 'cpusTuned', records: [msr, governor] });
      }
      case 'nameRig':
        return nameRig(parts, effect.label);
      case 'discover':
        discovery?.stop();
        discovery = null;
        if (effect.names === null) return;
        discovery = startDiscovery({
          label: effect.label,
          agent: agent(parts),
          names: [...WELL_KNOWN_NAMES, ...effect.names],
          ...(parts.discoverOn ? { interfaces: parts.discoverOn } : {}),
          onStack: (stack) => dispatch({ event: 'stackSeen', stack }),
          onGone: (id) => dispatch({ event: 'stackGone', id }),
          onMessage: (message) => dispatch({ event: 'noted', note: { note: 'said', message } }),
        });
        return;
      case 'sweep':
        return discovery?.sweep(effect.wanted);
      case 'lookAgain':
        return discovery?.lookAgain(effect.except);
      case 'linksChanged':
        return discovery?.linksChanged();
      case 'probe': {
        const { stackId, pool, open } = effect;
        const { address, result } = await probePool(parts, pool, open);
        dispatch({ event: 'probed', stackId, address, result });
        // Discovery holds nobody to a certificate: for it there is nothing to learn from a stranger's.
        const isStranger = !open && pool.fingerprint !== null && result.fingerprint !== pool.fingerprint;
        if (!isStranger || result.fingerprint === null) discovery?.learn(stackId, address, result);
        return;
      }
      case 'startMiner': {
        const { xmrig: tuning, donatePercent, label } = effect;
        const target = await withAddresses(parts, effect.target);
        const pid = await parts.miner.start({ target, tuning, donatePercent, label });
        return dispatch({ event: 'minerStarted', pid, pools: target.pools });
      }
      case 'stopMiner':
        return parts.miner.stop();
      case 'confirmTuning': {
        const threads = await readThreads(parts.miner.apiPort);
        const records = await confirmTuning(effect.records, parts.machine, {
          hugePages: effect.hugePages,
          threads,
        });
        return dispatch({ event: 'tuningConfirmed', records, threads });
      }
      case 'remember':
        return writeSession(parts.runDirectory, effect.session);
      case 'writeReport':
        return stick.report(effect.text);
      case 'rememberOnStick': {
        await stick.remember(effect.pool, effect.poolsHash);
        const place = formatEndpoint(effect.pool.host, effect.pool.port);
        dispatch({ event: 'noted', note: { note: 'saved', place } });
        return run({ effect: 'readConfig' }, dispatch);
      }
      case 'power':
        return power(parts, effect.action);
    }
  };

  return { run, stop: () => discovery?.stop() };
}

function queueOf({ effect }: Effect): 'miner' | 'session' | 'stick' | null {
  if (effect === 'startMiner' || effect === 'stopMiner') return 'miner';
  // The owner's partition cannot be mounted for reading and for writing at once.
  if (effect === 'readConfig' || effect === 'writeReport' || effect === 'rememberOnStick') return 'stick';
  return effect === 'remember' ? 'session' : null;
}

/** Where a host is; what a filtering name server answers comes back only where there is nothing else. */
async function placesOf(parts: Parts, host: string): Promise<string[]> {
  const found = await resolveHost(host, discoverOn(parts));
  const places = found.filter((address) => !isNowhere(address));
  return places.length > 0 ? places : found;
}

/** `open`: what is not known of the pool's TLS and certificate is found out. */
async function probePool(parts: Parts, given: MiningPool, open: boolean) {
  const pool = open ? { ...given, tls: given.tls || undefined, fingerprint: null } : given;
  if (pool.socks5) return { address: null, result: await probeThroughProxy(parts, pool, pool.socks5) };
  const found = await placesOf(parts, pool.host);
  // A host with several addresses has not moved as long as the one in use is still its own.
  const addresses = found.toSorted((a, b) => Number(b === pool.address) - Number(a === pool.address));
  if (addresses.length === 0) return { address: null, result: unresolved(pool.host) };
  if (isBlocked(pool.host, addresses))
    return { address: null, result: nowhere(blocked(pool.host, addresses)) };
  const { host, port, tls, fingerprint } = pool;
  const login = { label: pool.user, password: pool.password, rigId: pool.rigId, agent: agent(parts) };
  return probeAny({ host, port, tls, fingerprint, addresses }, login);
}

async function probeThroughProxy(
  parts: Parts,
  pool: Omit<MiningPool, 'tls'> & { tls: boolean | undefined },
  proxy: { host: string; port: number },
) {
  const tunnel = await openSocksTunnel(proxy, pool);
  try {
    const { host, tls, fingerprint } = pool;
    const target = { host, address: '127.0.0.1', port: tunnel.port, tls, fingerprint };
    const options = { label: pool.user, password: pool.password, rigId: pool.rigId, agent: agent(parts) };
    const result = await probeStratum(target, options);
    const problem = tunnel.trouble();
    return problem === null ? result : { ...result, status: 'unreachable' as const, problem };
  } finally {
    tunnel.close();
  }
}

function unresolved(host: string) {
  const problem = isMacName(host)
    ? `no computer on this network has the network card ${host}; is it on?`
    : `nobody on this network knows the name ${host}; is it right?`;
  return nowhere(problem);
}

function nowhere(problem: string) {
  return {
    kind: 'unknown' as const,
    status: 'unreachable' as const,
    height: null,
    algorithm: null,
    latencyMs: null,
    tls: false,
    fingerprint: null,
    problem,
  };
}

/** XMRig asks the system's resolver, which need not know mDNS names: it gets their address. */
async function withAddresses(parts: Parts, target: MiningTarget): Promise<MiningTarget> {
  const located = async (pool: MiningPool): Promise<MiningPool> => {
    if (pool.address !== null || pool.socks5 || !isLanName(pool.host)) return pool;
    const [address = null] = await placesOf(parts, pool.host);
    return { ...pool, address };
  };
  const [first, ...rest] = target.pools;
  return { ...target, pools: [await located(first), ...(await Promise.all(rest.map(located)))] };
}

/** The kernel's host name is all there is: resolved follows it, and answers as `<label>.local`. */
async function nameRig(parts: Parts, label: string): Promise<void> {
  if (parts.mode === 'image') await writeFile('/proc/sys/kernel/hostname', label);
}

async function power(parts: Parts, action: 'reboot' | 'powerOff'): Promise<void> {
  if (parts.mode === 'laptop') throw new Error('this is your own computer: it is not touched');
  await execa('systemctl', [action === 'reboot' ? 'reboot' : 'poweroff']);
}

function discoverOn(parts: Parts): { discoverOn?: string[] } {
  return parts.discoverOn ? { discoverOn: parts.discoverOn } : {};
}

function agent(parts: Parts): string {
  return `${AGENT}/${parts.version}`;
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
