import { parseAddress } from '../headless/config/address.ts';
import type { Snapshot, Stack } from '../headless/snapshot.ts';

/** The row below the stacks on which a person types an address. */
export const TYPE_ROW = 'type an address';

/** The row that Enter means: the one a person moved to, else the rig's own target, else the first ready stack. */
export function selectedRow({ selected }: { selected: string | null }, snapshot: Snapshot): string {
  const ids = snapshot.stacks.map((stack) => stack.id);
  if (selected === TYPE_ROW || (selected !== null && ids.includes(selected))) {
    return selected;
  }
  const target = snapshot.target?.stackId;
  if (target !== undefined && ids.includes(target)) {
    return target;
  }
  const ready = snapshot.stacks.find((stack) => stack.status === 'ready');
  return ready?.id ?? ids[0] ?? TYPE_ROW;
}

/** The stack in the selected row; null on the row for an address. */
export function selectedStack(ui: { selected: string | null }, snapshot: Snapshot): Stack | null {
  const row = selectedRow(ui, snapshot);
  return snapshot.stacks.find((stack) => stack.id === row) ?? null;
}

/** What Enter does with `stack`: a stack without work for the rig is chosen all the same, and waited for. */
export function enterDoes({ status }: Stack): string {
  switch (status) {
    case 'ready':
    case 'probing':
      return 'mine there';
    case 'needsPassword':
      return 'type password';
    default:
      return 'wait for it';
  }
}

/** The row above (-1) or below (1) the selected one; the same at the ends. */
export function neighbour(ui: { selected: string | null }, snapshot: Snapshot, step: -1 | 1): string {
  const rows = [...snapshot.stacks.map((stack) => stack.id), TYPE_ROW];
  const index = rows.indexOf(selectedRow(ui, snapshot));
  return rows[Math.min(rows.length - 1, Math.max(0, index + step))] ?? TYPE_ROW;
}

/** True when `stack` is where a typed address leads, however either is spelt. */
export function isTyped(stack: Stack, address: string): boolean {
  const place = parseAddress(address);
  if ('error' in place || place.port !== stack.port) return false;
  return [stack.host, stack.address ?? ''].some((one) => one.toLowerCase() === place.host);
}
