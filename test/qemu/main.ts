/** `npm run boot`: the command. What it does is in HELP; the boot itself runs in `inside.ts`, in a namespace. */
import { access, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildImage } from '../../image/build.ts';
import { BUILD_PACKAGES, HostError, prepareHost } from '../../image/host.ts';
import { BOOT_PACKAGES } from '../packages.ts';
import { Interrupted, runInNamespace } from './namespace.ts';
import { type BootOptions, HELP, OptionError, parseOptions } from './options.ts';
import type { RigSpec } from './rig.ts';

const FILES = ['config', 'report', 'screenshot', 'serial-log', 'firmware-variables'] as const;
const INSIDE = fileURLToPath(new URL('inside.ts', import.meta.url));

try {
  const options = parseOptions(process.argv.slice(2));
  if (options === 'help') console.log(HELP);
  else process.exitCode = await boot(options);
} catch (error) {
  const expected = [OptionError, HostError, Interrupted].some((kind) => error instanceof kind);
  console.error(expected && error instanceof Error ? error.message : error);
  if (error instanceof OptionError) console.error('npm run boot -- --help shows all options.');
  process.exitCode = error instanceof OptionError ? 2 : 1;
}

async function boot(options: BootOptions): Promise<number> {
  await checkPaths(options);
  const build = options.image === undefined;
  const needs = { ...BOOT_PACKAGES, ...(build ? BUILD_PACKAGES : {}) };
  await prepareHost(needs, { yes: options.yes, namespaces: build });
  const image = options.image ?? (await buildImage()).file;
  const inspect = options['until-shares'] !== undefined || options.report !== undefined;
  const spec: RigSpec = { ...absolute(options), image: resolve(image), inspect };
  return runInNamespace([process.execPath, INSIDE, JSON.stringify(spec)], { yes: options.yes });
}

/** Finds a mistyped path before minutes go into a build. */
async function checkPaths({ image, config, disk }: BootOptions): Promise<void> {
  const wanted = [image, config, ...disk].filter((path) => path !== undefined);
  for (const path of wanted) {
    await access(path).catch(() => {
      throw new OptionError(`There is no ${path}.`);
    });
  }
  if (config !== undefined && !(await stat(config)).isDirectory())
    throw new OptionError(`--config: ${config} is no folder`);
}

function absolute(options: BootOptions): BootOptions {
  const path = <Key extends (typeof FILES)[number]>(key: Key) => {
    const value = options[key];
    return value === undefined ? {} : { [key]: resolve(value) };
  };
  return {
    ...options,
    ...Object.assign({}, ...FILES.map(path)),
    disk: options.disk.map((file) => resolve(file)),
  };
}
