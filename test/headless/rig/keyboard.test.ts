import { describe, expect, it } from 'vitest';
import { readKeyboardPresent } from '../../../headless/rig/keyboard.ts';
import { machineWith } from './facts-tree.ts';

const POWER_BUTTON = `I: Bus=0019 Vendor=0000 Product=0001 Version=0000
N: Name="Power Button"
P: Phys=LNXPWRBN/button/input0
H: Handlers=kbd event0
B: PROP=0
B: EV=3
B: KEY=8000 10000000000000 0
`;
const PC_SPEAKER = `I: Bus=0010 Vendor=001f Product=0001 Version=0100
N: Name="PC Speaker"
H: Handlers=kbd event3
B: PROP=0
B: EV=40001
B: SND=6
`;
const AT_KEYBOARD = `I: Bus=0011 Vendor=0001 Product=0001 Version=ab41
N: Name="AT Translated Set 2 keyboard"
H: Handlers=sysrq kbd event1 leds
B: PROP=0
B: EV=120013
B: KEY=402000000 3803078f800d001 feffffdfffefffff fffffffffffffffe
B: MSC=10
B: LED=7
`;
const MOUSE = `I: Bus=0003 Vendor=0627 Product=0001 Version=0000
N: Name="QEMU USB Mouse"
H: Handlers=mouse0 event2
B: EV=17
B: KEY=70000 0 0 0 0
`;

describe('readKeyboardPresent', () => {
  it.each([
    ['power button and PC speaker', [POWER_BUTTON, PC_SPEAKER], false],
    ['a mouse', [POWER_BUTTON, MOUSE], false],
    ['a keyboard among them', [POWER_BUTTON, AT_KEYBOARD, PC_SPEAKER], true],
    ['nothing at all', [], false],
  ])('%s', async (_name, devices, present) => {
    const machine = await machineWith({ 'proc/bus/input/devices': devices.join('\n') });
    expect(await readKeyboardPresent(machine)).toBe(present);
  });

  it('a kernel without the file', async () => {
    expect(await readKeyboardPresent(await machineWith({}))).toBe(false);
  });
});
