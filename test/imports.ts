/** Who imports whom in the product's own code, and what is wrong with that. */
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';

/** Files by path from the checkout's root, each with the files it imports; types count as well. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** Reads `folders` of the checkout at `root`. Packages and Node's own modules are left out. */
export async function readImports(root: string, folders: readonly string[]): Promise<Imports> {
  const imports = new Map<string, string[]>();
  for (const folder of folders) {
    for (const name of await readdir(join(root, folder), { recursive: true })) {
      const file = join(folder, name);
      if (/\.tsx?$/.test(name)) imports.set(file, importsIn(await readFile(join(root, file), 'utf8'), file));
    }
  }
  return imports;
}

/** The files that `source`, which is at `file`, names in `from`, `import()` or `import '...'`. */
export function importsIn(source: string, file: string): string[] {
  const names = source.matchAll(/(?:\bfrom|\bimport\s*\(|^import)\s*'(\.{1,2}\/[^']+)'/gm);
  return [...new Set([...names].map(([, name = '']) => normalize(join(dirname(file), name))))];
}

/** Groups of files that import each other in a circle, each sorted by name; none is the aim. */
export function circles(imports: Imports): string[][] {
  const reached = new Map([...imports.keys()].map((file) => [file, reachedFrom(imports, file)]));
  const found = new Map<string, string[]>();
  for (const [file, others] of reached) {
    if (!others.has(file)) continue;
    const circle = [...others].filter((other) => reached.get(other)?.has(file)).sort();
    found.set(circle.join(), circle);
  }
  return [...found.values()];
}

function reachedFrom(imports: Imports, file: string): Set<string> {
  const seen = new Set<string>();
  const todo = [...(imports.get(file) ?? [])];
  for (let next = todo.pop(); next !== undefined; next = todo.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    todo.push(...(imports.get(next) ?? []));
  }
  return seen;
}

/** Arrows from a room to one that `allowed` does not list for it, as `from -> to`. `roomOf` is null for what stands nowhere. */
export function wrongArrows(
  imports: Imports,
  roomOf: (file: string) => string | null,
  allowed: Readonly<Record<string, readonly string[]>>,
): string[] {
  return [...imports].flatMap(([file, names]) => {
    const room = roomOf(file);
    if (room === null) return [`${file} stands in no room`];
    return names
      .filter((name) => {
        const other = roomOf(name);
        return other !== room && (other === null || !allowed[room]?.includes(other));
      })
      .map((name) => `${file} -> ${name}`);
  });
}
