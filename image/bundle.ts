/**
 * Makes the two programs into one file each: `build/app/headless.js` and `build/app/tui.js`. A rig starts them in a
 * fraction of the time that hundreds of module files would take. Run as a script it makes both.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { build, type Plugin } from 'esbuild';

const CHECKOUT = join(import.meta.dirname, '..');

/** Where the bundles are written. */
export const BUNDLE_FOLDER = join(CHECKOUT, 'build/app');

/** The programs of the rig: name of the bundle and where it begins, below the checkout. */
export const PROGRAMS = { headless: 'headless/main.ts', tui: 'tui/main.tsx' } as const;
export type Program = keyof typeof PROGRAMS;

/**
 * Bundles one program and returns the file. Throws esbuild's error, which names file and line, when it cannot be bundled.
 */
export async function bundle(program: Program, folder: string = BUNDLE_FOLDER): Promise<string> {
  await mkdir(folder, { recursive: true });
  const outfile = join(folder, `${program}.js`);
  const { metafile } = await build({
    entryPoints: [join(CHECKOUT, PROGRAMS[program])],
    outfile,
    absWorkingDir: CHECKOUT,
    bundle: true,
    platform: 'node',
    target: 'node26',
    // Not CommonJS: Ink and Yoga await at the top level.
    format: 'esm',
    minify: true,
    // Names in stack traces are what a journal is read for.
    keepNames: true,
    legalComments: 'none',
    logLevel: 'silent',
    metafile: true,
    // React's development build records performance entries until memory is full.
    define: { 'process.env.NODE_ENV': '"production"', 'process.env.DEV': '"false"' },
    // CommonJS packages ask for Node's own modules with require(), which ES modules lack.
    banner: {
      js: "import { createRequire as rigCreateRequire } from 'node:module'; const require = rigCreateRequire(import.meta.url);",
    },
    plugins: [withoutDevtools, wholeLines],
  });
  if (program === 'tui' && !(WHOLE_LINES in metafile.inputs))
    throw new Error(`Ink no longer draws through build/output.js: see ${WHOLE_LINES}`);
  await writeFile(packagesFile(program, folder), JSON.stringify(packagesIn(Object.keys(metafile.inputs))));
  return outfile;
}

/** Where `bundle` leaves the names of the packages that went into a program: their licences go with it. */
export function packagesFile(program: Program, folder: string = BUNDLE_FOLDER): string {
  return join(folder, `${program}.packages.json`);
}

function packagesIn(inputs: string[]): string[] {
  const names = inputs.flatMap((input) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  return [...new Set(names)].sort();
}

/** Ink imports React's developer tools, which are not installed; left external they end the program at its start. */
const withoutDevtools: Plugin = {
  name: 'without-devtools',
  setup(plugin) {
    plugin.onResolve({ filter: /^react-devtools-core$/ }, ({ path }) => ({ path, namespace: 'nothing' }));
    plugin.onLoad({ filter: /.*/, namespace: 'nothing' }, () => ({ contents: 'export default {}' }));
  },
};

const WHOLE_LINES = 'tui/ink-output.ts';

/** Half of what a redraw costs goes into cells that may lie over each other; the console's are whole lines (decision 0036). */
const wholeLines: Plugin = {
  name: 'whole-lines',
  setup(plugin) {
    plugin.onResolve({ filter: /^\.\/output\.js$/ }, ({ path, importer }) =>
      importer.endsWith('/ink/build/renderer.js') ? { path, namespace: 'whole-lines' } : null,
    );
    plugin.onLoad({ filter: /.*/, namespace: 'whole-lines' }, () => ({
      contents: `export { WholeLines as default } from './${WHOLE_LINES}'`,
      resolveDir: CHECKOUT,
    }));
  },
};

if (import.meta.main) {
  for (const program of ['headless', 'tui'] as const)
    console.log(relative(process.cwd(), await bundle(program)));
}
