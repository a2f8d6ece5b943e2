/** Takes out of one recorded file what tells whose computer it was; keeps its form. */
export function sanitise(path: string, content: Buffer): Buffer {
  if (path.includes('efivars/')) return content;
  const text = content.toString('utf8');
  if (path.endsWith('product_uuid')) return Buffer.from('00000000-0000-4000-8000-000000000001\n');
  if (path.endsWith('board_serial')) return Buffer.from('RECORDED\n');
  if (path.endsWith('cmdline')) return Buffer.from('quiet\n');
  if (path.endsWith('/address')) return Buffer.from(`${exampleMac(path, text.trim())}\n`);
  if (path.endsWith('input/devices')) return Buffer.from(text.replace(/^(U: Uniq=|P: Phys=).*$/gm, '$1'));
  return content;
}

/** A locally administered address made from the interface's name; loopback keeps its zeros. */
function exampleMac(path: string, address: string): string {
  if (/^[0:]+$/.test(address)) return address;
  const name = path.split('/').at(-2) ?? '';
  const sum = [...name].reduce((total, letter) => (total * 31 + letter.charCodeAt(0)) % 0x1_0000, 7);
  const hex = sum.toString(16).padStart(4, '0');
  return `02:00:00:00:${hex.slice(0, 2)}:${hex.slice(2)}`;
}
