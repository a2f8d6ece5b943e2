/** Runs discovery in the namespace it is started in and prints what it reports, one JSON object a line. */
import { startDiscovery } from '../../../headless/discovery/discovery.ts';

const say = (event: object) => process.stdout.write(`${JSON.stringify({ at: Date.now(), ...event })}\n`);

const discovery = startDiscovery({
  label: 'rig-0a1b2c',
  agent: 'RigForge-Image/test',
  onStack: (stack) => say({ stack }),
  onGone: (gone) => say({ gone }),
  onMessage: (message) => say({ message }),
});
say({ started: true });

process.stdin.on('data', (line) => {
  if (line.toString().includes('memory')) say({ memory: process.memoryUsage().rss, cpu: process.cpuUsage() });
  else discovery.lookAgain();
});
process.stdin.on('end', () => process.exit(0));
