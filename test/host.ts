/**
 * `npm run packages`: what the tests need on this computer; `--all` what the image and its boots need too. `--yes` asks nothing.
 * Refused, the tests go on with what is there, except in CI.
 */
import { BUILD_PACKAGES, HostError, prepareHost } from '../image/host.ts';
import { BOOT_PACKAGES, TEST_PACKAGES } from './packages.ts';

const all = process.argv.includes('--all');
const needs = all ? { ...BUILD_PACKAGES, ...BOOT_PACKAGES, ...TEST_PACKAGES } : TEST_PACKAGES;

try {
  await prepareHost(needs, { yes: process.argv.includes('--yes'), namespaces: all });
} catch (error) {
  if (!(error instanceof HostError)) throw error;
  console.error(error.message);
  if (all || process.env['CI'] === 'true') process.exitCode = 1;
  else console.error('Continuing without: what needs them is skipped or fails.');
}
