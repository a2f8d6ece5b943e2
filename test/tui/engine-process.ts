/** An engine that can be killed: offers the snapshot `HELD` on the socket that its argument names, until it ends. */
import { openConsoleSocket } from '../../headless/console/socket.ts';
import { HELD } from './snapshots.ts';

const [path = ''] = process.argv.slice(2);
const socket = await openConsoleSocket({ path, group: null, onIntent: () => {} });
socket.publish(HELD);
