import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deriveLabel } from '../../headless/rig/identity.ts';
import { inInitrd, machine } from './initrd.ts';

const SCRIPT = join(import.meta.dirname, '../../image/root/usr/lib/rigforge/name-rig');
let root: string;
beforeEach(async () => {
  root = await machine();
});
afterEach(() => rm(root, { recursive: true }));

async function card(name: string, address: string, { usb = false, assigned = 0 } = {}): Promise<void> {
  const folder = join(root, 'class/net', name);
  await mkdir(join(folder, 'device'), { recursive: true });
  await writeFile(join(folder, 'type'), '1\n');
  await writeFile(join(folder, 'address'), `${address}\n`);
  await writeFile(join(folder, 'addr_assign_type'), `${assigned}\n`);
  await writeFile(
    join(folder, 'device/uevent'),
    usb ? 'DEVTYPE=usb_interface\nDRIVER=r8152\n' : 'DRIVER=e1000e\n',
  );
}

async function board(facts: Record<string, string>): Promise<void> {
  await mkdir(join(root, 'class/dmi/id'), { recursive: true });
  for (const [name, text] of Object.entries(facts)) await writeFile(join(root, 'class/dmi/id', name), text);
}

async function name(): Promise<string> {
  const file = join(root, 'hostname');
  await execa(SCRIPT, [root, file]);
  return readFile(file, 'utf8');
}

test("the name is the engine's: board and lowest built-in card", async () => {
  await board({ product_uuid: '03000200-0400-0500-0006-000700080009\n', board_serial: ' M80-D5012345 \n' });
  await card('enp4s0', '70:85:c2:00:00:02');
  await card('enp3s0', '70:85:c2:00:00:01');
  await card('enx00e04c000001', '00:e0:4c:00:00:01', { usb: true });
  await card('bond0', '02:00:00:00:00:00', { assigned: 3 });
  const expected = deriveLabel({
    boardUuid: '03000200-0400-0500-0006-000700080009',
    boardSerial: 'M80-D5012345',
    mac: '70:85:c2:00:00:01',
  });
  expect(await name()).toBe(expected);
});

test('a machine that has only a card on USB and says nothing of itself has a name too', async () => {
  await card('enx00e04c000001', '00:e0:4c:00:00:01', { usb: true });
  expect(await name()).toBe(deriveLabel({ boardUuid: null, boardSerial: null, mac: '00:e0:4c:00:00:01' }));
});

test('the machine identifier is the same at every start, and left to systemd where the board says nothing', async () => {
  expect(await inInitrd(`machine_id ${root}`)).toBe('');
  await board({ product_uuid: '4c4c4544-0042-3510-8051-b4c04f564432\n' });
  const id = await inInitrd(`machine_id ${root}`);
  expect(id).toMatch(/^[0-9a-f]{32}$/);
  expect(await inInitrd(`machine_id ${root}`)).toBe(id);
});
