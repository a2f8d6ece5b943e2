/** Every fault, by subject, in the order of `docs/faults.md`. */
import { ENGINE_FAULTS } from './engine.ts';
import type { Fault } from './fault.ts';
import { FILE_FAULTS } from './files.ts';
import { FOUND_FAULTS } from './found.ts';
import { IDENTITY_FAULTS } from './identity.ts';
import { NETWORK_FAULTS } from './network.ts';
import { POOL_FAULTS } from './pools.ts';
import { SESSION_FAULTS } from './session.ts';
import { TLS_FAULTS } from './tls.ts';
import { WORK_FAULTS } from './work.ts';
import { XMRIG_FAULTS } from './xmrig.ts';

const SUBJECTS: Readonly<Record<string, Omit<Fault, 'subject'>[]>> = {
  XMRig: XMRIG_FAULTS,
  'The engine': ENGINE_FAULTS,
  'What the engine remembers': SESSION_FAULTS,
  'Cables, addresses and names': NETWORK_FAULTS,
  'What is found on the network': FOUND_FAULTS,
  'Other computers with the same name': IDENTITY_FAULTS,
  'Stacks and pools that do not answer as they should': POOL_FAULTS,
  'Stacks and pools that do not pay': WORK_FAULTS,
  Certificates: TLS_FAULTS,
  'Disks, dates and ports': FILE_FAULTS,
};

const ALL: Fault[] = Object.entries(SUBJECTS).flatMap(([subject, faults]) =>
  faults.map((fault) => ({ ...fault, subject })),
);

export const FAULTS = ALL.filter(({ todo }) => todo === undefined);
/** What is only planned so far. */
export const TODO = ALL.filter(({ todo }) => todo !== undefined);
