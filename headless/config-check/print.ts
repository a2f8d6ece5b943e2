/** What a check of a folder found, as a person and as a program reads it. Pure. */
import type { FolderCheck } from './check.ts';

export function hasErrors({ messages }: FolderCheck): boolean {
  return messages.some(({ level }) => level === 'error');
}

export function inJson(check: FolderCheck): string {
  return JSON.stringify({ ok: !hasErrors(check), ...check }, null, 2);
}

export function inWords({ files, settings, pools, namesPools, leavesOut, messages }: FolderCheck): string {
  const looks = 'a rig looks for a stack on its network.';
  const none = namesPools
    ? 'None of the pools is mined at: see the messages.'
    : leavesOut
      ? `None of the pools can be mined at (see the messages): ${looks}`
      : `None is named: ${looks}`;
  const rows = settings.map(({ key, value, source, where }) => [key, value, where || source]);
  return [
    `Files read: ${files.join(', ') || 'none (rigforge.conf and config.json are)'}`,
    ...section('Settings', inColumns(rows)),
    ...section('Pools, as XMRig gets them', pools.length > 0 ? pools.map(inOneLine) : [none]),
    ...section(
      'Messages',
      messages.length > 0
        ? messages.map(({ level, where, text }) => `${level}: ${where}: ${text}`)
        : ['none'],
    ),
  ].join('\n');
}

function section(title: string, lines: string[]): string[] {
  return ['', title, ...lines.map((line) => `  ${line}`)];
}

function inColumns(rows: string[][]): string[] {
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function inOneLine(pool: Record<string, unknown>): string {
  const said = Object.entries(pool).filter(([key, value]) => key !== 'url' && value !== null);
  return [String(pool['url']), ...said.map(([key, value]) => `${key} ${value}`)].join('  ');
}
