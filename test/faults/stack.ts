/** A practice stack on a host of the test LAN, steered and counted. */
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Host, Lan, Service } from '../headless/discovery/lan.ts';
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
}

/** A rig of the test hashes some ten times a second. */
const DIFFICULTY = '20';

export class FaultStack {
  readonly host: Host;
  readonly plan: StackPlan;
  readonly events: StackEvent[] = [];
  #child: ChildProcess | null = null;
  #avahi: ChildProcess | null = null;

  private constructor(host: Host, plan: StackPlan) {
    this.host = host;
    this.plan = plan;
  }

  static async start(lan: Lan, plan: StackPlan): Promise<FaultStack> {
    const stack = new FaultStack(await lan.host(`${plan.address}/24`), plan);
    await Promise.all([stack.announce(), plan.on === false ? null : stack.start()]);
    return stack;
  }

  /** Its program is started, as after a power cut. */
  async start(): Promise<void> {
    const options = ['--difficulty', DIFFICULTY, '--address', '0.0.0.0', ...(this.plan.options ?? [])];
    const child = await stackOn(this.host, ...options);
    this.#child = child;
    const lines = child.text().split('\n');
    for (const line of lines) this.#note(line);
    if (child.stdout) createInterface({ input: child.stdout }).on('line', (line) => this.#note(line));
  }

  /** Its program is killed; its name goes on being answered for. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = null;
    if (!child) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
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

  #note(line: string): void {
    if (line.startsWith('{')) this.events.push(JSON.parse(line) as StackEvent);
  }
}
