import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { execa } from 'execa';
import { expect, onTestFinished, test } from 'vitest';

const IMAGE = join(import.meta.dirname, '../../image');
/** What the build adds beside `image/root`. */
const STAGED = [
  'usr/bin/xmrig',
  'usr/lib/rigforge/node',
  ...['nodejs', 'rigforge', 'xmrig'].map((name) => `usr/share/doc/${name}/copyright`),
];
/** Folders that Debian brought: mkosi leaves their rights as they are. */
const DEBIANS = ['usr/bin', 'usr/share', 'usr/share/doc'];

test.each(['077', '000'])('a checkout with umask %s makes the same rights in the image', async (umask) => {
  const root = await mkdtemp(join(tmpdir(), 'postinst '));
  onTestFinished(() => rm(root, { recursive: true }));
  const [source, buildroot] = [join(root, 'src'), join(root, 'root')];
  await cp(join(IMAGE, 'root'), join(source, 'image/root'), { recursive: true, verbatimSymlinks: true });
  await cp(join(IMAGE, 'root'), buildroot, { recursive: true, verbatimSymlinks: true });
  for (const file of STAGED) {
    await mkdir(join(buildroot, file, '..'), { recursive: true });
    await writeFile(join(buildroot, file), '', { mode: 0o755 });
  }
  for (const { path, executable, directory } of await everything(buildroot))
    await chmod(path, (executable || directory ? 0o777 : 0o666) & ~Number.parseInt(umask, 8));

  await execa(join(IMAGE, 'scripts/postinst'), ['final'], { env: { SRCDIR: source, BUILDROOT: buildroot } });

  const wrong = (await everything(buildroot))
    .filter(({ path }) => !DEBIANS.includes(relative(buildroot, path)))
    .filter(({ mode, executable, directory }) => mode !== (executable || directory ? 0o755 : 0o644));
  expect(wrong).toEqual([]);
});

async function everything(folder: string) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const real = entries.filter((entry) => !entry.isSymbolicLink());
  return Promise.all(
    real.map(async (entry) => {
      const path = join(entry.parentPath, entry.name);
      const mode = (await lstat(path)).mode & 0o7777;
      return { path, mode, executable: (mode & 0o100) !== 0, directory: entry.isDirectory() };
    }),
  );
}
