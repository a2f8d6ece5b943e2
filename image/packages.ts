/** Which Debian packages this computer has. */
import { execa } from 'execa';

/** Those of `wanted` that are not fully installed, each once. None where there is no dpkg: whatever needs them will tell. */
export async function missingPackages(wanted: readonly string[]): Promise<string[]> {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: dpkg's own placeholders
  const format = '${Package} ${db:Status-Status}\n';
  const query = await execa('dpkg-query', ['--show', '--showformat', format, ...wanted], { reject: false });
  if (query.exitCode === undefined) return [];
  const installed = new Set(
    query.stdout.split('\n').flatMap((line) => /^(\S+) installed$/.exec(line)?.[1] ?? []),
  );
  return [...new Set(wanted)].filter((name) => !installed.has(name));
}
