/** The engine's wiring: options, parts, the loop. Everything that decides is in `transition.ts`. */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod';
import { createLogFeed } from './console/log-feed.ts';
import { openConsoleSocket } from './console/socket.ts';
import { createEffects } from './effects.ts';
import { createEngine } from './engine.ts';
import { imageHost, laptopHost } from './host.ts';
import { childMiner } from './miner/child.ts';
import { unitMiner } from './miner/unit.ts';
import { watch } from './pollers.ts';
import { liveMachine, playedMachine } from './rig/machine-source.ts';
import { readUptimeMs } from './rig/process.ts';
import { RUN_DIRECTORY, SOCKET_NAME } from './snapshot.ts';
import { withoutSecrets } from './state/secrets.ts';
import { readSession } from './state/session.ts';
import { clockFrom } from './system/clock.ts';
import { groupId } from './system/group.ts';
import { readJournal } from './system/journal.ts';
import { followLog, log } from './system/log.ts';
import { feedWatchdog } from './system/watchdog.ts';
import { initialState } from './transition.ts';
import { endTuning } from './tuning/end.ts';

const BUILD_FILE = '/usr/lib/rigforge/build.json';
const LAPTOP_API_PORT = 18_081;
/** Lines of a dead engine that its successor still shows. */
const EARLIER_LINES = 100;

const optionsSchema = z.object({
  mode: z.enum(['image', 'laptop']).default('image'),
  'run-dir': z.string().default(RUN_DIRECTORY),
  machine: z.string().optional(),
  xmrig: z.string().optional(),
  'api-port': z.coerce.number().int().default(LAPTOP_API_PORT),
  'discover-on': z.string().optional(),
});

const buildSchema = z.object({ version: z.string(), commit: z.string(), configPartUuid: z.string() });

const options = optionsSchema.parse(
  parseArgs({
    options: {
      mode: { type: 'string' },
      'run-dir': { type: 'string' },
      machine: { type: 'string' },
      xmrig: { type: 'string' },
      'api-port': { type: 'string' },
      'discover-on': { type: 'string' },
    },
  }).values,
);

const runDirectory = options['run-dir'];
const image = options.mode === 'image';
const live = liveMachine();
const machine = options.machine ? await playedMachine(resolve(options.machine)) : live;
const build = image
  ? buildSchema.parse(JSON.parse(await readFile(BUILD_FILE, 'utf8')))
  : { version: 'laptop', commit: 'working tree', configPartUuid: '' };
const miner = image
  ? unitMiner(runDirectory)
  : childMiner({ program: options.xmrig ?? '', runDirectory, apiPort: options['api-port'] });
const host = image
  ? imageHost({ root: machine.root, runDirectory, configPartUuid: build.configPartUuid })
  : laptopHost();
const discoverOn = options['discover-on']?.split(',') ?? null;

const uptimeMs = await readUptimeMs(live);
const effects = createEffects({
  host,
  runDirectory,
  machine,
  miner,
  version: build.version,
  discoverOn,
});
const clock = clockFrom(uptimeMs);
const feed = createLogFeed({ clock, send: (lines) => socket.publishLog(lines) });
const socket = await openConsoleSocket({
  path: `${runDirectory}/${SOCKET_NAME}`,
  group: image ? await groupId('rigforge-console') : null,
  onIntent: (intent) => engine.dispatch({ event: 'intent', intent }),
  earlierLog: feed.sent,
});
followLog((line) => feed.add('engine', withoutSecrets(line, engine.state())));
const engine = createEngine({
  initial: initialState({ host: host.rules, uptimeMs, bootedFromStick: image }),
  clock,
  build,
  run: effects.run,
  log,
  publish: socket.publish,
});
engine.dispatch({ event: 'started' });
const unfeed = feedWatchdog();
const unwatch = watch({
  engine,
  machine,
  miner,
  // A recorded computer is not on the networks of this one.
  interfaces: machine.live ? discoverOn : [],
  runDirectory,
  watched: socket.watched,
  rereadConfig: () => effects.run({ effect: 'readConfig' }, engine.dispatch),
  onMinerLine: (line, seconds) => feed.add('xmrig', line, seconds),
});
log('info', `RigForge ${build.version} (${build.commit}) is running`);

/**
 * The engine leaves XMRig hashing: a restarted engine adopts it. When the machine goes off systemd has stopped XMRig before, and
 * the tuning ends. On a laptop XMRig is a child and goes too.
 */
async function leave(): Promise<void> {
  unwatch();
  unfeed();
  effects.stop();
  await socket.close();
  if (!image) await miner.stop();
  else if ((await miner.pid()) === null) await endTuning(machine, runDirectory);
  process.exit(0);
}
process.once('SIGTERM', () => void leave());
process.once('SIGINT', () => void leave());

// Why the engine was started again stands in what it said last.
if (image && (await readSession(runDirectory)) !== null) {
  const earlier = await readJournal('rigforge-headless.service', EARLIER_LINES);
  for (const { text, seconds } of earlier.filter((line) => (line.seconds ?? 0) * 1000 < uptimeMs))
    feed.add('engine', withoutSecrets(text, engine.state()), seconds);
}
