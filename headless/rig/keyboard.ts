import { readText } from './files.ts';
import type { MachineSource } from './machine-source.ts';

/** Keys 1 to 31 (Escape to S in linux/input-event-codes.h), udev's own test for a keyboard. */
const TYPING_KEYS = 0xffff_fffen;

/**
 * Whether somebody could type here. The kernel's `kbd` handler alone says nothing: it also sits on power buttons and the
 * PC speaker, so the device must have the keys a person types with.
 */
export async function readKeyboardPresent(machine: MachineSource): Promise<boolean> {
  const devices = (await readText(machine, 'proc/bus/input/devices')) ?? '';
  return devices.split(/\n\s*\n/).some((device) => {
    const keys = /^B: KEY=(?:[0-9a-f]+ )*([0-9a-f]+)$/im.exec(device)?.[1];
    const handled = /^H: Handlers=.*\bkbd\b/m.test(device);
    return handled && keys !== undefined && (BigInt(`0x${keys}`) & TYPING_KEYS) === TYPING_KEYS;
  });
}
