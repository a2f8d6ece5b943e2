/** Passwords are for pools alone: what a pool or XMRig says in return must not repeat them. Pure. */
import type { State } from './model.ts';

/** Shorter ones are in every other word, and hide nothing. */
const SHORTEST = 4;

/** `text` with every pool password that the rig knows blotted out. */
export function withoutSecrets(text: string, state: State): string {
  return passwordsOf(state).reduce((clean, password) => clean.replaceAll(password, '****'), text);
}

function passwordsOf(state: State): string[] {
  const chosen = [...(state.choice?.pools ?? []), ...(state.target?.pools ?? [])];
  const configured = state.config?.pools ?? [];
  return [...chosen, ...configured]
    .flatMap(({ password }) => (password === null || password.length < SHORTEST ? [] : [password]))
    .sort((a, b) => b.length - a.length);
}
