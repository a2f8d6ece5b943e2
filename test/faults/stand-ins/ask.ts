/** `systemctl`, as far as the engine uses it: says on a socket what is wanted, and ends as it is told. */
import { connect } from 'node:net';

const socket = connect(process.env['RIGFORGE_SYSTEMD'] ?? '');
socket.on('data', (answer) => process.exit(Number(answer.toString())));
socket.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
socket.write(`${process.argv.slice(2).join(' ')}\n`);
