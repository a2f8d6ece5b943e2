import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const digest = (length: number) => z.string().regex(new RegExp(`^[0-9a-f]{${length}}$`));

const pinSchema = z.object({
  package: z.string(),
  version: z.string(),
  upstreamTag: z.string(),
  upstreamCommit: digest(40),
  upstreamRepository: z.string(),
  /** Folder below `pool/COMPONENT/` in a Debian archive. */
  pool: z.string(),
  files: z.array(
    z.object({
      name: z.string().regex(/^[\w.+-]+$/),
      sha256: digest(64),
      /** Only an address: the public snapshot archive files everything under its SHA-1. */
      sha1: digest(40),
    }),
  ),
});

/** Which XMRig is built: the files of one Debian source package, with their hashes. */
export type Pin = z.infer<typeof pinSchema>;

/** Reads `image/xmrig/pin.json`; throws where the file is not what the schema says. */
export function readPin(folder = import.meta.dirname): Pin {
  return pinSchema.parse(JSON.parse(readFileSync(join(folder, 'pin.json'), 'utf8')));
}
