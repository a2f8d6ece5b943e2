/** A liar: says by mDNS where stacks are, as nobody may say it, and in the end as anybody may. In the family of its addresses. */
import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { encode } from 'dns-packet';

const MDNS_PORT = 5353;
const [own = '', offLink = '', rig = ''] = process.argv.slice(2);
const type = isIPv6(own) ? 'AAAA' : 'A';
const group = isIPv6(own) ? 'ff02::fb%eth0' : '224.0.0.251';

const [wrongPort, farAway, elsewhere, honest] = await Promise.all([
  bound(44_444, own),
  bound(44_444, offLink),
  bound(MDNS_PORT, offLink),
  bound(MDNS_PORT, own),
]);
for (let times = 0; times < 20; times += 1) {
  await say(wrongPort, 'pithead-2.local', own);
  // Whoever is not on the link can send to the rig alone; who is, may say that he is not.
  await say(elsewhere, 'pithead-3.local', own, rig);
  await say(farAway, 'pithead-2.local', offLink, rig);
  await say(elsewhere, 'pithead-3.local', own);
  await say(honest, 'pithead-4.local', offLink);
  await sleep(100);
}
await say(honest, 'pithead-5.local', own);
process.stdout.write('lied\n');

async function bound(port: number, address: string): Promise<Socket> {
  const socket = createSocket({ type: isIPv6(own) ? 'udp6' : 'udp4', reuseAddr: true });
  await new Promise<void>((resolve) => socket.bind(port, address, resolve));
  socket.setMulticastInterface(isIPv6(own) ? '::%eth0' : own);
  return socket;
}

function say(socket: Socket, name: string, address: string, to = group): Promise<void> {
  const packet = encode({
    type: 'response',
    answers: [{ name, type, ttl: 120, data: address }],
  });
  return new Promise((resolve) => socket.send(packet, MDNS_PORT, to, () => resolve()));
}
