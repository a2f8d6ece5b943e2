/** Passwords are for pools alone: what a pool or XMRig says in return must not repeat them. Pure. */
import { blotOut } from '../text.ts';
import type { State } from './model.ts';
import { targetOf } from './phase.ts';

/** `text` with every pool password that the rig knows blotted out. */
export function withoutSecrets(text: string, state: State): string {
  return blotOut(text, passwordsOf(state));
}

function passwordsOf(state: State): string[] {
  const chosen = [...(state.choice?.pools ?? []), ...(targetOf(state)?.pools ?? [])];
  const configured = state.config?.pools ?? [];
  return [...chosen, ...configured].flatMap(({ password }) => password ?? []);
}
