/**
 * Says by mDNS, so many times a second and until it is ended, that it is `pithead.local`; from any port, to everybody or to one
 * address. The packets may be as long as mDNS allows.
 */
import { createSocket } from 'node:dgram';
import { type Answer, encode } from 'dns-packet';

const [own = '', port = '', to = '', rate = '', size = 'short'] = process.argv.slice(2);

const name = 'pithead.local';
const [first = '', second = '', third = ''] = own.split('.');
/** In the sender's own network, so that none is refused for being elsewhere. */
const address = (number: number) => `${first}.${second}.${third}.${number}`;
const answers: Answer[] = [{ type: 'A', name, ttl: 4500, flush: true, data: own }];
if (size === 'long') {
  for (let number = 0; number < 140; number += 1) {
    answers.push({ type: 'A', name, ttl: 4500, flush: true, data: address(100 + (number % 100)) });
    answers.push({ type: 'TXT', name: 'another.local', ttl: 4500, data: [''] });
  }
}
const packet = encode({ type: 'response', flags: 0x400, answers });

const socket = createSocket({ type: 'udp4', reuseAddr: true });
await new Promise<void>((resolve) => socket.bind(Number(port), own, resolve));
if (to.startsWith('224.')) socket.setMulticastInterface(own);
const started = performance.now();
let sent = 0;
setInterval(() => {
  const due = ((performance.now() - started) / 1000) * Number(rate);
  for (; sent < due; sent += 1) socket.send(packet, 5353, to);
}, 5);
process.stdout.write(`sprays ${packet.length} bytes\n`);
