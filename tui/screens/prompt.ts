import { accent, fit, type Line, plain, strong } from '../line.ts';
import type { Prompt } from '../ui.ts';

/** The line a person types in, with what is wanted above it. */
export function promptLines(prompt: Prompt, width: number): Line[] {
  const isPassword = prompt.kind === 'password';
  const title = isPassword ? `Password of ${prompt.stackName}` : 'Address of the stack';
  const hint = isPassword
    ? 'It is sent to this stack only.'
    : 'A name or an IP address; add :PORT if it is not 3333. Example: 192.168.1.10:3333';
  const shown = isPassword ? '*'.repeat([...prompt.text].length) : prompt.text.replace(/[^ -~]/gu, '?');
  return [
    fit([strong(title)], width),
    fit([plain(hint)], width),
    [accent('> '), strong(shown.slice(-(width - 4))), accent('_')],
  ];
}
