/** A rig as it ships, on a host of the test LAN: the engine in image mode and XMRig, each a unit under the rules of its own file. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { SOCKET_NAME } from '../../headless/snapshot.ts';
import { bundle } from '../../image/bundle.ts';
import { buildXmrig } from '../../image/xmrig/build.ts';
import type { Host } from '../headless/discovery/lan.ts';
import { type Computer, computerOn, XMRIG_ID, XMRIG_PROGRAM } from './computer.ts';
import { Console } from './console.ts';
import { Journal } from './journal.ts';
import { Unit } from './unit.ts';
import { readRules } from './unit-rules.ts';

const ENGINE = 'rigforge-headless.service';
const XMRIG = 'xmrig.service';
const STAND_INS = join(import.meta.dirname, 'stand-ins');
const DATE_FILE = join(import.meta.dirname, 'date-file.ts');
const FAST_CLOCK = join(import.meta.dirname, 'fast-clock.ts');
/** Beside the checkout's node_modules, where the bundle finds what is not in it. */
const FOLDER = join(import.meta.dirname, '../../build/faults');
const SOURCE = join(import.meta.dirname, '../../headless/main.ts');

export interface RigPlan {
  /** What the owner wrote on the kernel command line. */
  cmdline?: string;
  /** While the rig waits for the fault to be noticed, the engine's clock goes this many times faster than the real one. */
  speed?: number;
  /** The engine's date can be made to jump. */
  date?: boolean;
}

/** What a systemd that does not work does with an order: fails, or never answers. */
export type SystemdFault = 'fails' | 'hangs' | null;

export class Rig {
  readonly host: Host;
  readonly plan: RigPlan;
  readonly computer: Computer;
  readonly journal: Journal;
  readonly console: Console;
  readonly engine: Unit;
  readonly xmrig: Unit;
  readonly #systemd: Server;
  systemdFault: SystemdFault = null;
  /** What the engine asked of systemd, oldest first. */
  readonly orders: string[] = [];

  private constructor(host: Host, computer: Computer, plan: RigPlan, program: string) {
    this.host = host;
    this.plan = plan;
    this.computer = computer;
    mkdirSync(join(computer.folder, 'journal'));
    this.journal = new Journal(join(computer.folder, 'journal'));
    const rules = readRules(ENGINE);
    const engine = [
      'nice',
      '-n',
      String(rules.nice),
      process.execPath,
      ...engineOptions(plan, rules.command),
      program,
    ];
    this.engine = new Unit({
      rules,
      journal: this.journal,
      start: () => this.#begin([...rules.environment, ...this.#surroundings(plan)], engine),
      onProcess: () => {},
    });
    this.xmrig = new Unit({
      rules: readRules(XMRIG),
      journal: this.journal,
      // ConditionPathExists of the unit.
      start: () => (existsSync(this.file('xmrig/config.json')) ? this.#begin([], xmrigCommand()) : null),
      onProcess: (pid) => this.#cgroup(pid),
    });
    this.#systemd = this.#listen();
    this.engine.start();
    this.console = new Console(this.file(SOCKET_NAME));
  }

  static async start(host: Host, plan: RigPlan = {}): Promise<Rig> {
    const { engine, xmrig } = await programs();
    const computer = await computerOn(host, plan.cmdline ?? '', xmrig);
    return new Rig(host, computer, plan, plan.speed ? SOURCE : engine);
  }

  /** A file of its run directory, seen from outside. */
  file(name: string): string {
    return `${this.computer.root}/run/rigforge/${name}`;
  }

  /** What XMRig has logged, and systemd of it. */
  get log(): string {
    return this.journal.read(XMRIG);
  }

  get engineLog(): string {
    return this.journal.read(ENGINE);
  }

  /** Lets the engine's clock go fast, or, the second time, as it should. */
  hurry(): void {
    if (this.plan.speed) this.engine.kill('SIGUSR2');
  }

  async stop(): Promise<void> {
    this.console.close();
    this.#systemd.close();
    this.engine.kill('SIGKILL');
    this.xmrig.kill('SIGKILL');
    await Promise.all([this.engine.stop(), this.xmrig.stop()]);
    this.computer.remove();
  }

  #begin(environment: string[], command: string[]) {
    const line = ['env', '-i', 'PATH=/usr/sbin:/usr/bin:/sbin:/bin', ...environment, ...command];
    return this.host.start('sh', '-c', 'exec "$@" 2>&1', 'sh', ...line);
  }

  /** By how many milliseconds its date is wrong. */
  get dateFile(): string {
    return join(this.computer.folder, 'date');
  }

  #surroundings({ speed, date }: RigPlan): string[] {
    const { folder } = this.computer;
    return [
      `PATH=${STAND_INS}:/usr/sbin:/usr/bin:/sbin:/bin`,
      `RIGFORGE_JOURNAL=${folder}/journal`,
      `RIGFORGE_SYSTEMD=${folder}/systemd`,
      `RIGFORGE_NODE=${process.execPath}`,
      ...(speed ? [`RIGFORGE_SPEED=${speed}`] : []),
      ...(date ? [`RIGFORGE_DATE=${this.dateFile}`] : []),
    ];
  }

  #listen(): Server {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', (order) => {
        const [verb = '', unit = ''] = order.toString().trim().split(' ');
        this.orders.push(`${verb} ${unit}`.trim());
        if (this.systemdFault === 'hangs') return;
        if (this.systemdFault === 'fails') socket.end('1');
        else void this.#obey(verb, unit).then((code) => socket.end(String(code)));
      });
    });
    return server.listen(join(this.computer.folder, 'systemd'));
  }

  async #obey(verb: string, unit: string): Promise<number> {
    if (unit !== XMRIG) return 5;
    if (verb === 'restart') await this.xmrig.restart();
    else if (verb === 'stop') await this.xmrig.stop();
    else return 1;
    return 0;
  }

  /** The unit's cgroup is there while a process is. */
  #cgroup(pid: number | null): void {
    const file = `${this.computer.root}/sys/fs/cgroup/system.slice/${XMRIG}/cgroup.procs`;
    if (pid === null) {
      rmSync(file, { force: true });
    } else {
      writeFileSync(`${file}.new`, `${pid}\n`);
      renameSync(`${file}.new`, file);
    }
  }
}

let made: Promise<{ engine: string; xmrig: string }> | null = null;

/** What ships: the engine in one file, and XMRig; made once. */
export function programs(): Promise<{ engine: string; xmrig: string }> {
  const make = async () => {
    const [engine, xmrig] = await Promise.all([bundle('headless', FOLDER), buildXmrig(console.log)]);
    return { engine, xmrig };
  };
  made ??= make();
  return made;
}

/** The unit's own, and what a clock of the test's needs. */
function engineOptions({ speed, date }: RigPlan, command: string[]): string[] {
  const own = command.filter((word) => word.startsWith('--'));
  const preloaded = [...(speed ? [FAST_CLOCK] : []), ...(date ? [DATE_FILE] : [])];
  return [...own, ...preloaded.flatMap((file) => ['--import', file])];
}

function xmrigCommand(): string[] {
  const { nice } = readRules(XMRIG);
  const user = ['--reuid', String(XMRIG_ID), '--regid', String(XMRIG_ID), '--clear-groups'];
  return [
    ...['nice', '-n', String(nice)],
    // Changing the user takes away what was asked for before.
    ...['setpriv', ...user, '--pdeathsig', 'KILL'],
    ...[XMRIG_PROGRAM, '-c', '/run/rigforge/xmrig/config.json'],
  ];
}
