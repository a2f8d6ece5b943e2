import { readAddress } from '../headless/config/address.ts';
import type { Intent } from '../headless/intent.ts';
import type { Snapshot, Stack } from '../headless/snapshot.ts';
import { cleanText } from './clean.ts';
import type { Press } from './keys.ts';
import { placeOf } from './place.ts';
import type { PowerAction } from './power.ts';

/** What is asked for: where to mine, before it is known whether the stick shall remember it. */
export type Choice = Extract<Intent, { intent: 'choose' | 'type' }>;

/** Something that a person was asked and has not answered yet. */
export type Prompt =
  /** `error` is what was wrong with the line that Enter tried last. */
  | { kind: 'address'; text: string; error: string | null }
  /** `remember` is what the person said when the address was typed; null when that is still to be asked. */
  | {
      kind: 'password';
      stackId: string;
      stackName: string;
      /** Where it is sent, and how that was found. */
      place: string;
      remember: boolean | null;
      text: string;
    }
  /** Whether to leave a stack that works (`working`) for one that has no job to give. */
  | { kind: 'leave'; choice: Choice; place: string; problem: string; working: string; yes: boolean }
  /** `at`: where that is, for a stack of the list. */
  | { kind: 'remember'; choice: Choice; place: string; at: string | null; yes: boolean }
  | { kind: 'power'; action: PowerAction; yes: boolean };

/** A line to type in. */
export type TypedLine = Extract<Prompt, { kind: 'address' | 'password' }>;
type Question = Exclude<Prompt, TypedLine>;

/** True while a line is being typed, so that letters and digits belong to it. */
export function isTyping(prompt: Prompt | null): prompt is TypedLine {
  return prompt?.kind === 'address' || prompt?.kind === 'password';
}

/** True while nothing was typed that Enter could send. */
export function isBlank({ text }: TypedLine): boolean {
  return text.trim() === '';
}

/** What answering comes to: the next prompt (null: none), and what to ask of the engine. */
export type Answer = { prompt: Prompt | null; intents: Intent[] };

/** One key press while something is asked. */
export function pressInPrompt(prompt: Prompt, key: Press, snapshot: Snapshot): Answer {
  if (key.name === 'escape') {
    return { prompt: null, intents: [] };
  }
  return isTyping(prompt) ? pressInLine(prompt, key, snapshot) : pressInQuestion(prompt, key, snapshot);
}

/** Mining on `choice`: at once, or after the question whether the stick shall remember it, where there is a stick. */
export function choose(choice: Choice, place: string, snapshot: Snapshot): Answer {
  const mayRemember = snapshot.stick.present && snapshot.mode === 'image';
  if (choice.remember !== undefined || !mayRemember) return { prompt: null, intents: [choice] };
  const stack =
    choice.intent === 'choose' ? snapshot.stacks.find(({ id }) => id === choice.stackId) : undefined;
  const at = stack ? placeOf(stack) : null;
  return { prompt: { kind: 'remember', choice, place, at, yes: false }, intents: [] };
}

/** Mining on `stack`; the stack that the rig mines on now is not left without a question for one that is not ready. */
export function chooseStack(stack: Stack, snapshot: Snapshot): Answer {
  const choice: Choice = { intent: 'choose', stackId: stack.id, password: null };
  const { miner, target, stage } = snapshot;
  const works = stage === 'mining' && miner?.connected && target && target.stackId !== stack.id;
  if (!works || stack.status === 'ready') {
    return choose(choice, stack.name, snapshot);
  }
  const problem = stack.problem ?? 'it has not answered yet';
  const working = snapshot.stacks.find(({ id }) => id === target.stackId)?.name ?? target.host;
  const prompt: Prompt = { kind: 'leave', choice, place: stack.name, problem, working, yes: false };
  return { prompt, intents: [] };
}

/** An address to type. */
export const ADDRESS_PROMPT: Prompt = { kind: 'address', text: '', error: null };

/** The password of `stack`. */
export function passwordPrompt(stack: Stack, remember: boolean | null): Prompt {
  return {
    kind: 'password',
    stackId: stack.id,
    stackName: stack.name,
    place: placeOf(stack),
    remember,
    text: '',
  };
}

// The caps of `intentSchema`.
const LONGEST = { address: 300, password: 200 };

function pressInLine(prompt: TypedLine, key: Press, snapshot: Snapshot): Answer {
  const typing = (text: string): Answer => ({ prompt: { ...prompt, text }, intents: [] });
  switch (key.name) {
    case 'backspace':
      return typing([...prompt.text].slice(0, -1).join(''));
    case 'character':
      return typing((prompt.text + key.text).slice(0, LONGEST[prompt.kind]));
    case 'enter':
      return submit(prompt, snapshot);
    default:
      return { prompt, intents: [] };
  }
}

function submit(prompt: TypedLine, snapshot: Snapshot): Answer {
  if (isBlank(prompt)) {
    return { prompt, intents: [] };
  }
  if (prompt.kind === 'address') {
    const address = prompt.text.trim();
    const error = wrongAddress(address);
    if (error !== null) {
      return { prompt: { ...prompt, error }, intents: [] };
    }
    return choose({ intent: 'type', address, password: null }, address, snapshot);
  }
  const { stackId, stackName, remember, text: password } = prompt;
  const said = remember === null ? {} : { remember };
  return choose({ intent: 'choose', stackId, password, ...said }, stackName, snapshot);
}

// The engine's own reader, so that what it would refuse never leaves the line.
function wrongAddress(address: string): string | null {
  const place = readAddress(address);
  return 'error' in place ? cleanText(place.error) : null;
}

function pressInQuestion(prompt: Question, key: Press, snapshot: Snapshot): Answer {
  switch (key.name) {
    case 'up':
      return { prompt: { ...prompt, yes: false }, intents: [] };
    case 'down':
      return { prompt: { ...prompt, yes: true }, intents: [] };
    case 'enter':
      return answered(prompt, snapshot);
    default:
      return { prompt, intents: [] };
  }
}

function answered(prompt: Question, snapshot: Snapshot): Answer {
  switch (prompt.kind) {
    case 'leave':
      return prompt.yes ? choose(prompt.choice, prompt.place, snapshot) : { prompt: null, intents: [] };
    case 'remember':
      return { prompt: null, intents: [{ ...prompt.choice, remember: prompt.yes }] };
    case 'power':
      return { prompt: null, intents: prompt.yes ? [{ intent: prompt.action }] : [] };
  }
}
