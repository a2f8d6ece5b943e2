import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** The console program as one file, built the way the image builds it, in a folder of its own. */
export async function bundleConsole(): Promise<{ file: string; remove(): void }> {
  const folder = mkdtempSync(join(tmpdir(), 'rigforge-tui-'));
  const file = join(folder, 'tui.mjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../../tui/main.tsx')],
    outfile: file,
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'esm',
    target: 'node26',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    // Some dependencies still call require().
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    plugins: [withoutDevtools],
    logLevel: 'silent',
  });
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

// Ink imports it only when DEV is set, but a bundle has to hold something in its place.
const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup(builder) {
    builder.onResolve({ filter: /^react-devtools-core$/ }, (args) => ({
      path: args.path,
      namespace: 'stub',
    }));
    // zod's messages in fifty languages are half of the bundle, and nobody reads them here.
    builder.onResolve({ filter: /\/locales\/index\.js$/ }, (args) => ({
      path: args.path,
      namespace: 'stub',
    }));
    builder.onLoad({ filter: /.*/, namespace: 'stub' }, () => ({ contents: 'export default {};' }));
  },
};
