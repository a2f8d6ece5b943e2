/**
 * Runs discovery in the namespace it is started in and prints what it reports, one JSON object a line. Its first argument is
 * a JSON object of settings; commands come on stdin, one a line.
 */
import { createInterface } from 'node:readline';
import { startDiscovery } from '../../../headless/discovery/discovery.ts';
import { WELL_KNOWN_NAMES } from '../../../headless/names.ts';

/** What `rigOn` may ask of it. */
export interface WatchSettings {
  /** Beside the well-known ones. */
  names?: string[];
  sweep?: boolean;
}

const settings = JSON.parse(process.argv[2] ?? '{}') as WatchSettings;
const say = (event: object) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...event })}\n`);

/** Minutes that a test does not want to sit through; everything in discovery goes by this clock. */
let skippedMs = 0;
const now = performance.now.bind(performance);
performance.now = () => now() + skippedMs;

const discovery = startDiscovery({
  label: 'rig-0a1b2c',
  agent: 'RigForge-Image/test',
  names: [...WELL_KNOWN_NAMES, ...(settings.names ?? [])],
  onStack: (stack) => say({ stack }),
  onGone: (gone) => say({ gone }),
  onMessage: (message) => say({ message }),
});
discovery.sweep(settings.sweep ?? false);
say({ started: true });

const commands = createInterface({ input: process.stdin });
commands.on('line', (line) => {
  const [command = '', value = ''] = line.split(' ');
  if (command === 'memory') say({ memory: process.memoryUsage().rss, cpu: process.cpuUsage() });
  if (command === 'lookAgain') discovery.lookAgain();
  if (command === 'skip') skippedMs += Number(value) * 1000;
});
commands.on('close', () => process.exit(0));
