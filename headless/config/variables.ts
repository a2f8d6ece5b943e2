/** One stick for many rigs: the places in a user, a password or a name where each rig puts its own. Pure. */

/** The form that messages and documents name. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: as owners write it
export const OWN_NAME_FORM = '${HOSTNAME}';

/** `${HOSTNAME}` as XMRig writes it, and the same in shells, in batch files and in HiveOS' templates. */
const OWN_NAME =
  /\$\{(?:HOSTNAME|HOST|COMPUTERNAME|XMRIG_HOSTNAME|WORKER|WORKER_NAME|RIG|RIG_NAME|RIG_ID|LABEL)\}|\$\(hostname(?: -s)?\)|`hostname(?: -s)?`|\$(?:HOSTNAME|COMPUTERNAME|WORKER_NAME)\b|%(?:HOSTNAME|COMPUTERNAME|WORKER_NAME)%/gi;
/** A password is somebody's own: only the form that XMRig itself knows is looked for in it. */
const OWN_NAME_IN_PASSWORD =
  /\$\{(?:HOSTNAME|COMPUTERNAME|XMRIG_HOSTNAME|WORKER_NAME|RIG_NAME|RIG_ID|LABEL)\}/gi;
/** What is left over after that: a variable that this rig cannot know. */
const ANY = /\$\{[^}]*\}|\$\([^)]*\)|`[^`]*`|%[A-Z_]{2,}%|^\$[A-Z_]{3,}/i;

/** A user or a worker's name with the rig's label in the places that are meant for it. */
export function withLabel(text: string, label: string): string {
  return text.replace(OWN_NAME, label);
}

/** The same for a password. */
export function passwordWithLabel(text: string, label: string): string {
  return text.replace(OWN_NAME_IN_PASSWORD, label);
}

/** The first variable in a user or a name that no rig can fill in; null where there is none. */
export function unknownVariable(text: string): string | null {
  return ANY.exec(withLabel(text, ''))?.[0] ?? null;
}

/** The same in a password. */
export function hasUnknownVariable(password: string): boolean {
  return /\$\{[^}]*\}/.test(passwordWithLabel(password, ''));
}

/** True where a text is nothing but the place for the rig's own name. */
export function isOwnName(text: string): boolean {
  return text !== '' && withLabel(text, '') === '';
}
