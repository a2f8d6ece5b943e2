/** How GRUB takes kernel options from rigforge-cmdline.txt, which it runs as a script (image/stick/grub.cfg). Pure. */

/** GRUB's names of variables; it knows none that an owner means, and puts nothing in their place (GRUB manual, "Shell-like scripting"). */
const VARIABLE = /\$(?:\{[A-Za-z_][A-Za-z0-9_]*\}|[A-Za-z_][A-Za-z0-9_]*)/g;

/**
 * What it takes from the file: lines that begin with `add`, and none where an editor put a byte order mark or UTF-16. Variables are
 * gone by then.
 */
export function addedByBootLoader(content: Uint8Array): string {
  return addLines(Buffer.from(content).toString('latin1')).map(expanded).join(' ');
}

/**
 * The kernel's command line with what its owner wrote in place of what the boot loader made of that: `${HOSTNAME}` is for the rig to
 * fill in, and GRUB has made nothing of it.
 */
export function asWritten(cmdline: string, fileText: string): string {
  const lost = addLines(fileText.replace(/^\ufeff/, ''))
    .flatMap(words)
    .map((word) => ({ word: word.replaceAll("'", ''), left: expanded(word) }))
    .filter(({ word, left }) => word !== left && left !== '');
  if (lost.length === 0) return cmdline;
  return cmdline
    .trim()
    .split(/\s+/)
    .map((word) => lost.find(({ left }) => left === word)?.word ?? word)
    .join(' ');
}

function addLines(text: string): string[] {
  const lines = text.split(/\r?\n/);
  return lines.flatMap((line) => /^\s*add\s+(.*)$/.exec(line.replace(/(^|\s)#.*$/, ''))?.[1] ?? []);
}

/** Inside of single quotes a script's variables stay as they are. */
function expanded(text: string): string {
  return text.replace(/'[^']*'|[^']+/g, (part) =>
    part.startsWith("'") ? part.slice(1, -1) : part.replace(VARIABLE, ''),
  );
}

/** Words, without the double quotes that the boot loader drops. */
function words(line: string): string[] {
  return (line.match(/(?:"[^"]*"?|'[^']*'?|[^\s"'])+/g) ?? []).map((word) => word.replaceAll('"', ''));
}
