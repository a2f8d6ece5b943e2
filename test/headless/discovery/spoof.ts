/** A liar: says by mDNS where stacks are, as nobody may say it, and in the end as anybody may. */
import { createSocket, type Socket } from 'node:dgram';
import { setTimeout as sleep } from 'node:timers/promises';
import { encode } from 'dns-packet';

const MDNS_PORT = 5353;
const GROUP = '224.0.0.251';
const [own = '', offLink = '', rig = ''] = process.argv.slice(2);

const [wrongPort, elsewhere, honest] = await Promise.all([
  bound(44_444, own),
  bound(MDNS_PORT, offLink),
  bound(MDNS_PORT, own),
]);
for (let times = 0; times < 20; times += 1) {
  await say(wrongPort, 'pithead-2.local', own);
  // Whoever is not on the link can send to the rig alone.
  await say(elsewhere, 'pithead-3.local', own, rig);
  await say(honest, 'pithead-4.local', offLink);
  await sleep(100);
}
await say(honest, 'pithead-5.local', own);
process.stdout.write('lied\n');

async function bound(port: number, address: string): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', reuseAddr: true });
  await new Promise<void>((resolve) => socket.bind(port, address, resolve));
  socket.setMulticastInterface(own);
  return socket;
}

function say(socket: Socket, name: string, address: string, to = GROUP): Promise<void> {
  const packet = encode({
    type: 'response',
    answers: [{ name, type: 'A', ttl: 120, data: address }],
  });
  return new Promise((resolve) => socket.send(packet, MDNS_PORT, to, () => resolve()));
}
