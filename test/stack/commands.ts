import type { Command } from './settings.ts';
import type { Stack } from './stack.ts';

/** Does what a line on stdin asks for. */
export async function obey(stack: Stack, command: Command): Promise<void> {
  switch (command.command) {
    case 'set':
      return stack.set(command.settings);
    case 'drop':
      return stack.drop();
    case 'reconnect':
      return stack.reconnectClients(command.host, command.port);
    case 'move':
      return stack.move(command.address, command.port);
    case 'block':
      return stack.newBlock(command.blocks);
    case 'fork':
      return stack.fork();
    case 'status':
      stack.emit('event', { event: 'status', ...stack.status() });
      return;
    case 'stop':
      return stack.stop();
  }
}
