/** Whether a file is JSON, whatever stands around it. Pure. */

/** What people and programs write above the first bracket: comments of JSON, shells, INI and batch files, rules, fences of Markdown. */
const PREFACE = /\s+|\/\*[\s\S]*?\*\/|(?:\/\/|#|;|::|rem\s|---|```)[^\n]*/iy;
/** Where a JSON object begins, or a list of JSON values; `[rigforge]` is a heading of an INI file. */
const BEGIN = /\{|\[\s*["'{]/y;
/** The middle of a config.json, and xmr-stak's pools.txt: JSON without the braces around it. */
const MEMBER = /"[\w-]{1,40}"\s*:\s*[[{]/y;

/** The JSON in a text, with its lines where they were; null where the text is none. */
export function jsonIn(anyText: string): string | null {
  const text = anyText.replace(/\r\n?/g, '\n');
  const start = endOfPreface(text);
  const begins = (pattern: RegExp) => matchAt(pattern, text, start) > 0;
  const isWhole = begins(BEGIN);
  if (!isWhole && !begins(MEMBER)) return null;
  const above = '\n'.repeat(text.slice(0, start).split('\n').length - 1);
  const json = text.slice(start).replace(/\n```\s*$/, '\n');
  return isWhole ? above + json : `${above}{${json}}`;
}

function endOfPreface(text: string): number {
  let at = 0;
  for (let length = matchAt(PREFACE, text, 0); length > 0; length = matchAt(PREFACE, text, at)) at += length;
  return at;
}

/** Length of what the pattern matches at this very place. */
function matchAt(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0].length ?? 0;
}
