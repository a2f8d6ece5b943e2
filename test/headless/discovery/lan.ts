/**
 * A real little LAN: network namespaces as hosts on one bridge, each with a real Avahi if it wants one. Needs root. Everything
 * ends with `close`, or with the process that made it.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';

/** A service as Avahi's static service files have it. */
export interface Service {
  name: string;
  type: string;
  port: number;
}

export interface Host {
  /** A process in its namespaces: network, mounts, host name. */
  pid: number;
  /** Runs a program on this host to its end; gives its output. */
  run(program: string, ...args: string[]): Promise<string>;
  /** Starts a program on this host; it ends with the LAN at the latest. */
  start(program: string, ...args: string[]): ChildProcess;
  /** Starts Avahi; resolves when it answers for the name. A text is a service file as it stands. */
  avahi(hostName: string, services?: (Service | string)[]): Promise<ChildProcess>;
  /** Gives its interface an address, as in `10.77.0.5/24`, in place of those of its family. */
  address(address: string): Promise<void>;
  /** Pulls its cable at the switch, or plugs it in again. */
  plugged(isPlugged: boolean): Promise<void>;
}

export interface Lan {
  /** A host with one interface, `eth0`, that is up and has these addresses, IPv4 or IPv6. */
  host(...addresses: string[]): Promise<Host>;
  /** Gives a host of another LAN a second interface, `eth1`, in this one. */
  plugIn(host: Host, address: string): Promise<void>;
  close(): Promise<void>;
}

/** Nobody else on these cables has the addresses: they may be used at once and not a second later. */
const WITHOUT_DAD = 'for which in all default; do echo 0 >/proc/sys/net/ipv6/conf/$which/accept_dad; done';

/** True where this process may make network namespaces; in CI it has to: a test that is skipped there shows nothing. */
export const canMakeLan = process.getuid?.() === 0 || process.env['CI'] === 'true';

export async function createLan(): Promise<Lan> {
  const folder = mkdtempSync(join(tmpdir(), 'rigforge-lan-'));
  const children: ChildProcess[] = [];
  const begin = (program: string, args: string[]) => {
    // Should this process die, no daemon stays behind.
    const child = spawn('setpriv', ['--pdeathsig', 'KILL', program, ...args], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    children.push(child);
    return child;
  };
  const namespace = async (): Promise<number> => {
    const script = `${WITHOUT_DAD}; echo ready; exec sleep infinity`;
    const holder = begin('unshare', ['--net', '--mount', '--uts', 'sh', '-c', script]);
    if (holder.stdout) await once(holder.stdout, 'data');
    return holder.pid ?? 0;
  };
  const enter = (pid: number, args: string[]) => [
    '--target',
    String(pid),
    '--net',
    '--mount',
    '--uts',
    ...args,
  ];
  const ip = (pid: number, ...args: string[]) => execa('nsenter', enter(pid, ['ip', ...args]));

  const bridge = await namespace();
  await ip(bridge, 'link', 'add', 'br0', 'type', 'bridge', 'mcast_snooping', '0');
  await ip(bridge, 'link', 'set', 'br0', 'up');
  let count = 0;
  const cable = async (pid: number, interfaceName: string) => {
    const port = `port${++count}`;
    const peer = ['peer', 'name', interfaceName, 'netns', String(pid)];
    await ip(bridge, 'link', 'add', port, 'type', 'veth', ...peer);
    await ip(bridge, 'link', 'set', port, 'master', 'br0', 'up');
    await ip(pid, 'link', 'set', interfaceName, 'up');
    return port;
  };

  const host = async (...addresses: string[]): Promise<Host> => {
    const pid = await namespace();
    await ip(pid, 'link', 'set', 'lo', 'up');
    const port = await cable(pid, 'eth0');
    const start: Host['start'] = (program, ...args) => begin('nsenter', enter(pid, [program, ...args]));
    const setAddress = async (to: string) => {
      const family = to.includes(':') ? '-6' : '-4';
      await ip(pid, family, 'address', 'flush', 'dev', 'eth0', 'scope', 'global');
      await ip(pid, 'address', 'add', to, 'dev', 'eth0');
    };
    for (const address of addresses) await setAddress(address);
    return {
      pid,
      run: async (program, ...args) => (await execa('nsenter', enter(pid, [program, ...args]))).stdout,
      start,
      address: setAddress,
      plugged: async (isPlugged) => {
        await ip(bridge, 'link', 'set', port, isPlugged ? 'up' : 'down');
      },
      avahi: async (hostName, services = []) => {
        const own = mkdtempSync(join(folder, 'avahi-'));
        writeFileSync(join(own, 'avahi.conf'), avahiConf(hostName, addresses));
        for (const [index, service] of services.entries()) {
          const text = typeof service === 'string' ? service : serviceFile(service);
          writeFileSync(join(own, `${index}.service`), text);
        }
        const script = `mkdir -p /run/avahi-daemon && mount -t tmpfs none /run/avahi-daemon && mount --bind ${own} /etc/avahi/services
          exec avahi-daemon --no-drop-root --no-chroot --no-proc-title --no-rlimits -f ${own}/avahi.conf 2>&1`;
        const daemon = start('sh', '-c', script);
        await output(
          daemon,
          services.length > 0 ? /Service .* successfully established/ : /startup complete/,
        );
        return daemon;
      },
    };
  };

  return {
    host,
    plugIn: async ({ pid }, address) => {
      await cable(pid, 'eth1');
      await ip(pid, 'address', 'add', address, 'dev', 'eth1');
    },
    close: async () => {
      for (const child of children) child.kill('SIGKILL');
      await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Waits for a line of a program's output. */
export function output(child: ChildProcess, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (pattern.test(text)) resolve(text);
    });
    child.once('exit', () => reject(new Error(`ended without ${pattern}: ${text}`)));
  });
}

function avahiConf(hostName: string, addresses: string[]): string {
  const hasIpv4 = addresses.some((address) => !address.includes(':'));
  // Without any address there is still the link-local one.
  const hasIpv6 = !hasIpv4 || addresses.some((address) => address.includes(':'));
  return [
    '[server]',
    `host-name=${hostName}`,
    `use-ipv4=${hasIpv4 ? 'yes' : 'no'}`,
    `use-ipv6=${hasIpv6 ? 'yes' : 'no'}`,
    'enable-dbus=no',
    'allow-interfaces=eth0',
    '[publish]',
    'publish-hinfo=no',
    'publish-workstation=no',
    '',
  ].join('\n');
}

function serviceFile({ name, type, port }: Service): string {
  return `<service-group><name>${name}</name>
<service><type>${type}</type><port>${port}</port></service></service-group>
`;
}
