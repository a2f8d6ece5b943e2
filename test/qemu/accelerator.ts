import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { execa } from 'execa';
import { z } from 'zod';
import type { Accelerator } from './qemu-arguments.ts';

const replySchema = z.looseObject({
  id: z.literal('host').optional(),
  return: z.looseObject({ model: z.looseObject({ props: z.record(z.string(), z.unknown()) }) }).optional(),
});

/**
 * KVM where it really works: a machine is started with it, and its CPU must offer what XMRig and our kernel
 * need. That a device file opens says little: nested and restricted KVM often hides CPU features, and a stock
 * kernel then hangs at its first instructions.
 */
export async function chooseAccelerator(): Promise<Accelerator> {
  if (!(await accessible('/dev/kvm'))) return 'tcg';
  const properties = await hostModelUnderKvm();
  return ['lm', 'pni', 'ssse3', 'aes', 'avx2'].every((name) => properties[name] === true) ? 'kvm' : 'tcg';
}

/** For a person: what runs the machine, how fast it is, and what would make it faster. */
export async function aboutSpeed(accelerator: Accelerator): Promise<string> {
  if (accelerator === 'kvm') return 'Booting with KVM';
  const locked = existsSync('/dev/kvm') && !(await accessible('/dev/kvm'));
  const why = locked
    ? 'you may not open /dev/kvm; sudo adduser $USER kvm, and a new login, would change that'
    : 'no usable KVM here';
  return `Booting with emulation (${why}): ten times slower than a PC`;
}

async function accessible(path: string): Promise<boolean> {
  return access(path, constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
}

async function hostModelUnderKvm(): Promise<Record<string, unknown>> {
  const qemu = execa(
    'qemu-system-x86_64',
    [
      '-accel',
      'kvm',
      '-cpu',
      'host',
      '-m',
      '64',
      '-machine',
      'q35',
      '-nodefaults',
      '-display',
      'none',
      '-S',
      '-qmp',
      'stdio',
    ],
    { reject: false, timeout: 10_000, killSignal: 'SIGKILL', input: questions() },
  );
  const { stdout } = await qemu;
  for (const line of stdout.split('\n')) {
    const reply = replySchema.safeParse(json(line));
    if (reply.success && reply.data.id === 'host') return reply.data.return?.model.props ?? {};
  }
  return {};
}

function questions(): string {
  const model = { type: 'full', model: { name: 'host' } };
  return [
    { execute: 'qmp_capabilities' },
    { execute: 'query-cpu-model-expansion', arguments: model, id: 'host' },
    { execute: 'quit' },
  ]
    .map((question) => `${JSON.stringify(question)}\n`)
    .join('');
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
