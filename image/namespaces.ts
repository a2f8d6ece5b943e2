/** Whether this person may make the namespaces that mkosi builds in, and what to do where not: Ubuntu 24.04 forbids it. */
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/** AppArmor's switch: at 1, a namespace that anybody but root makes comes without the rights it is made for. */
const SWITCH = 'kernel.apparmor_restrict_unprivileged_userns';

/** What keeps this person from building. `remedy` is root's command that lifts it until the next restart; null where none is known. */
export interface NamespaceBan {
  readonly remedy: readonly string[] | null;
  /** For a person: what is wrong, and what to type. */
  readonly message: string;
}

/** Null where namespaces work: one is made and something mounted in it. */
export async function namespaceBan(): Promise<NamespaceBan | null> {
  const root = process.getuid?.() === 0;
  const user = root ? [] : ['--user', '--map-root-user'];
  const mount = ['sh', '-c', 'mount -t tmpfs none /tmp'];
  const { exitCode } = await execa('unshare', [...user, '--mount', ...mount], { reject: false });
  if (exitCode === 0) return null;
  if (root) return { remedy: null, message: CONTAINER };
  const value = await readFile(`/proc/sys/${SWITCH.replaceAll('.', '/')}`, 'utf8').catch(() => '');
  const remedy = value.trim() === '1' ? ['sysctl', '-w', `${SWITCH}=0`] : null;
  const message = [
    'The image is built in namespaces, and this computer lets only root make them.',
    ...(remedy === null ? [] : ['To allow it until the next restart:', `  sudo ${remedy.join(' ')}`]),
    'To build as root:',
    '  sudo env "PATH=$PATH" npm run image',
  ].join('\n');
  return { remedy, message };
}

const CONTAINER =
  'The image is built in namespaces, and not even root may make them here. In a container: start it with --privileged.';
