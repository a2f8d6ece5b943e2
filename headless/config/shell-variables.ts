/** Start scripts that keep pool and wallet in variables above the line that starts the miner. Pure. */
import { isMinerCommand } from './miner-command.ts';
import type { Line } from './wallet-lines.ts';

/** `NAME=value`, with what shells write before it. */
const ASSIGNED = /^(?:export\s+|set\s+)?["']?([A-Za-z_]\w*)=(.*)$/i;
/** `$NAME`, `${NAME}` and `%NAME%`. */
const USED = /\$\{(\w+)\}|\$(\w+)|%(\w+)%/g;

/** The lines with the variables of miners' command lines filled in; what set them is then no setting of its own. */
export function withVariables(lines: Line[]): Line[] {
  const used = new Set(
    lines
      .filter(({ text }) => isMinerCommand(text))
      .flatMap(({ text }) => [...text.matchAll(USED)].map(nameOf)),
  );
  if (used.size === 0) return lines;
  const values = new Map<string, string>();
  return lines.flatMap((line) => {
    const [, name = '', value = ''] = ASSIGNED.exec(line.text) ?? [];
    if (used.has(name)) {
      values.set(name, value.trim().replace(/^(["'])(.*)\1$|["']$/g, '$2'));
      return [];
    }
    return isMinerCommand(line.text) ? { ...line, text: filled(line.text, values) } : line;
  });
}

function filled(command: string, values: Map<string, string>): string {
  return command.replace(USED, (written, ...groups) => values.get(nameOf([written, ...groups])) ?? written);
}

function nameOf([, braces, dollar, percent]: readonly (string | undefined)[]): string {
  return braces ?? dollar ?? percent ?? '';
}
