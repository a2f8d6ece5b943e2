/** A practice stack on a host of the test LAN, steered and counted. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Host, Lan, Service } from '../headless/discovery/lan.ts';
import { output } from '../headless/discovery/lan.ts';
import { stackOn } from '../headless/discovery/rig-on-lan.ts';
import type { StackEvent } from '../stack/events.ts';
import type { Command, Settings } from '../stack/settings.ts';

export interface StackPlan {
  /** IPv4 address, without the prefix. */
  address: string;
  /** The name that its Avahi answers for; left out: it has none. */
  name?: string;
  services?: Service[];
  /** As `npm run stack` takes them. */
  options?: string[];
  /** False: it is off until it is started. */
  on?: boolean;
  /** What stands before it, or in its place (`raw.ts`). */
  raw?: 'blank' | 'drip';
}

const RAW = join(import.meta.dirname, 'raw.ts');
const PORT = '3333';
const BEHIND = '3334';

/** A rig of the test hashes some ten times a second. */
const DIFFICULTY = '20';

export class FaultStack {
  readonly host: Host;
  readonly plan: StackPlan;
  readonly events: StackEvent[] = [];
  #child: ChildProcess | null = null;
  #avahi: ChildProcess | null = null;
  #stranger: ChildProcess | null = null;
  /** What happened at a stranger on its port. */
  readonly strangerEvents: StackEvent[] = [];

  private constructor(host: Host, plan: StackPlan) {
    this.host = host;
    this.plan = plan;
  }

  static async start(lan: Lan, plan: StackPlan): Promise<FaultStack> {
    const stack = new FaultStack(await lan.host(`${plan.address}/24`), plan);
    await Promise.all([stack.announce(), stack.#prepare()]);
    return stack;
  }

  async #prepare(): Promise<void> {
    const { on, raw } = this.plan;
    if (on !== false) await this.start();
    if (raw) await output(this.host.start(process.execPath, RAW, raw, PORT), /listens/);
  }

  /** Its program is started, as after a power cut. */
  start(): Promise<void> {
    return this.startWith(this.plan.options ?? []);
  }

  /** The same with other options than the plan's. */
  async startWith(options: string[]): Promise<void> {
    this.#child = await this.#run(options, this.events);
  }

  /** Somebody else has its port, which it has to leave before. */
  async letStranger(options: string[]): Promise<void> {
    await this.#freed();
    this.#stranger = await this.#run(options, this.strangerEvents);
  }

  /** `set` is obeyed a moment later. */
  async #freed(): Promise<void> {
    while ((await this.host.run('ss', '-Hltn', `sport = :${PORT}`)) !== '') await sleep(50);
  }

  async endStranger(): Promise<void> {
    await ended(this.#stranger);
    this.#stranger = null;
  }

  async #run(options: string[], events: StackEvent[]): Promise<ChildProcess> {
    const port = this.plan.raw ? BEHIND : PORT;
    const own = ['--port', port, '--difficulty', DIFFICULTY, '--address', '0.0.0.0'];
    const child = await stackOn(this.host, ...own, ...options);
    const note = (line: string) => {
      if (line.startsWith('{')) events.push(JSON.parse(line) as StackEvent);
    };
    for (const line of child.text().split('\n')) note(line);
    if (child.stdout) createInterface({ input: child.stdout }).on('line', note);
    return child;
  }

  /** Its program is killed; its name goes on being answered for. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    await ended(child);
  }

  async announce(): Promise<void> {
    const { name, services = [] } = this.plan;
    if (name !== undefined) this.#avahi = await this.host.avahi(name, services);
  }

  /** Nobody answers for its name any more, and nobody says goodbye. */
  silence(): void {
    this.#avahi?.kill('SIGKILL');
    this.#avahi = null;
  }

  set(settings: { [K in keyof Settings]?: Settings[K] }): void {
    this.command({ command: 'set', settings });
  }

  command(command: Command): void {
    this.#child?.stdin?.write(`${JSON.stringify(command)}\n`);
  }

  /** Shares that it has verified itself. */
  get shares(): number {
    return this.events.filter((event) => event.event === 'share' && event.accepted).length;
  }

  /** Logins of XMRig; `probes`: of the engine, which only looks. */
  logins(probes = false): number {
    return this.events.filter(
      (event) => event.event === 'login' && event.agent.startsWith('XMRig/') !== probes,
    ).length;
  }

  /** Of its certificate; null without TLS. */
  get fingerprint(): string | null {
    const listening = this.events.find((event) => event.event === 'listening');
    return listening?.fingerprint ?? null;
  }
}

async function ended(child: ChildProcess | null): Promise<void> {
  if (!child) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
