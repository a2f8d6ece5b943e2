/**
 * What is no stack: `blank` sends empty lines to whoever connects, for as long as he stays; `drip` passes on what the stack on the next
 * port says, one byte at a time.
 */
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const [how = '', port = ''] = process.argv.slice(2);

const blank = (client: Socket) => {
  const timer = setInterval(() => client.write('\n'.repeat(1000)), 20);
  client.on('close', () => clearInterval(timer));
};

const drip = (client: Socket) => {
  const stack = connect(Number(port) + 1, '127.0.0.1');
  client.setNoDelay(true);
  client.pipe(stack);
  client.on('close', () => stack.destroy());
  stack.on('error', () => {}).on('close', () => client.destroy());
  let turn = Promise.resolve();
  stack.on('data', (chunk: Buffer) => {
    turn = turn.then(async () => {
      for (const byte of chunk) {
        client.write(Buffer.of(byte));
        await sleep(1);
      }
    });
  });
};

createServer((client) => {
  client.on('error', () => {});
  if (how === 'blank') blank(client);
  else drip(client);
}).listen(Number(port), () => process.stdout.write('listens\n'));
