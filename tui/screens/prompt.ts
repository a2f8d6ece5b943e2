import { cleanText } from '../clean.ts';
import { accent, bad, fit, type Line, plain, strong, wrap } from '../line.ts';
import type { Prompt } from '../prompt.ts';
import { questionLines } from '../widgets/question.ts';

/** What a person is asked about where to mine: a line to type in, or a question. */
export function promptLines(prompt: Exclude<Prompt, { kind: 'power' }>, width: number): Line[] {
  if (prompt.kind === 'remember') {
    return questionLines(rememberQuestion(cleanText(prompt.place), prompt.at), prompt.yes, width);
  }
  if (prompt.kind === 'leave') {
    return questionLines(leaveQuestion(prompt), prompt.yes, width);
  }
  const isPassword = prompt.kind === 'password';
  const title = isPassword ? `Password of ${prompt.stackName}` : 'Address of the stack';
  const hint = isPassword
    ? `It is sent to ${prompt.place}.`
    : 'A name or an IP address; add :PORT if it is not 3333. Example: 10.0.0.5:4444';
  const shown = isPassword ? '*'.repeat([...prompt.text].length) : prompt.text.replace(/[^ -~]/gu, '?');
  const error = prompt.kind === 'address' ? prompt.error : null;
  return [
    fit([strong(title)], width),
    ...(error === null
      ? wrap(hint, width, 2).map((text): Line => [plain(text)])
      : wrap(`This cannot be used: ${error}`, width, 3).map((text): Line => [bad(text)])),
    [accent('> '), strong(shown.slice(-(width - 4))), accent('_')],
  ];
}

function leaveQuestion({ place, problem, working }: Extract<Prompt, { kind: 'leave' }>) {
  return {
    title: `Leave ${working}, which works, for ${place}?`,
    note: `Nothing is mined until ${place} is ready; to come back, choose ${working} in this list. ${place}: ${problem}`,
    no: `No, keep mining on ${working}`,
    yes: `Yes, wait for ${place}`,
  };
}

function rememberQuestion(place: string, at: string | null) {
  return {
    title: `Mine on ${place}: for how long?`,
    note: `${at === null ? '' : `${at}. `}Remembering writes the choice, and its password if there is one, to rigforge-remembered.txt on the partition RIGFORGE.`,
    no: 'Until this computer is switched off; nothing is written',
    yes: 'From now on: remember it on the stick',
  };
}
