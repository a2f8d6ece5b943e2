/** Everything that people do with a password but write it behind its key: in none of these forms may it be shown, or become a host. */
import { WALLET } from './addresses.ts';

export interface PasswordForm {
  name: 'rigforge.conf' | 'config.json' | 'rigforge-cmdline.txt';
  content: string;
}

const conf = (...contents: string[]): PasswordForm[] =>
  contents.map((content) => ({ name: 'rigforge.conf', content }));
const json = (...members: string[]): PasswordForm[] =>
  members.map((member) => ({
    name: 'config.json',
    content: `{"pools":[{"url":"a.lan:3333",${member}}],"wait":5}`,
  }));

/** The files, with this text as the password in them. */
export function passwordForms(secret: string): PasswordForm[] {
  return [
    // JSON with a sign that is missing, too many, or in the wrong place.
    ...json(
      `"pass" "${secret}"`,
      `"pass", "${secret}"`,
      `"pass": "ab"${secret}"`,
      `'pass': 'it's ${secret}'`,
    ),
    ...json(`"${secret}":"pass"`, `"user":"rig" "pass":"${secret}"`, `"pass" = ${secret}`, `pass ${secret}`),
    ...json(`"pass": ["${secret}"]`, `"tls":"pass: ${secret}"`, `"pass":"${secret}`, `"pass";"${secret}"`),
    { name: 'config.json', content: `{"pools":["a.lan:3333:rig:${secret}"]}` },
    { name: 'config.json', content: `{"pools":["a.lan:3333","pass" "${secret}"]}` },
    { name: 'config.json', content: `{"pools":[a.lan:3333, rig, ${secret}]}` },
    { name: 'config.json', content: `{"pools":["a.lan:3333", pool_password:\n"${secret}"]}` },
    { name: 'config.json', content: `{"pools":["a.lan:3333", "pool_password": "${secret}"]}` },
    { name: 'config.json', content: `{"pools":["a.lan:3333","a.lan:3333 rig ${secret}"]}` },
    { name: 'config.json', content: `{"pools":["rig:${secret}@a.lan:3333"],"pool":"a.lan, rig, ${secret}"}` },
    { name: 'config.json', content: `{"pools":[],"pass" "${secret}", "${secret}":"password"}` },
    // All in one line.
    ...conf(`pool: a.lan:3333, user: rig, pass: ${secret}`, `pool = a.lan:3333 user = rig pass = ${secret}`),
    ...conf(`pool=a.lan:3333 user=rig pass=${secret}`, `pool=a.lan;user=rig;pass=${secret}`),
    ...conf(
      `pool=a.lan -u rig -p ${secret}`,
      `a.lan:3333 -u rig -p ${secret}`,
      `pool=a.lan:3333 pass: ${secret}`,
    ),
    ...conf(`a.lan:3333 rig ${secret}`, `pool=a.lan:3333 rig ${secret}`, `pool=a.lan rig ${secret} wait=5`),
    ...conf(
      `wait=5 pass: ${secret}`,
      `label=rig pass: ${secret}`,
      `tls=yes pass ${secret}`,
      `wait=5 ${secret}`,
    ),
    ...conf(`a.lan:3333 user=rig pass=${secret}`, `"pool": "a.lan", "user": "rig", "pass": "${secret}"`),
    ...conf(`keepalive=30 ${secret}`, `address=192.168.1.50 pass ${secret}`, `names=a, pass: ${secret}`),
    // Behind the address, as in a URL.
    ...conf(`pool=a.lan:3333:${secret}`, `a.lan:3333:rig:${secret}`, `socks5=a.lan:9050:user:${secret}`),
    ...conf(`stratum+tcp://${WALLET}:${secret}@a.lan`, `stratum+tcp://<wallet>:${secret}@a.lan:3333`),
    ...conf(`pool=<wallet>:${secret}@a.lan`, `pool=rig:${secret}@a.lan`, `rig:${secret}@a.lan:3333`),
    ...conf(
      `pool=http://a.lan:3333/${secret}`,
      `pool=a.lan:${secret}`,
      `socks5=socks5://rig:${secret}@10.0.0.1:1`,
    ),
    // Behind commas.
    ...conf(`pool=a.lan, ${secret}`, `pool=a.lan,${WALLET},${secret}`, `pool=a.lan:3333, rig, ${secret}`),
    ...conf(
      `a.lan, ${secret}`,
      `pool=a.lan\nuser=rig, ${secret}`,
      `pool=a.lan;${secret}`,
      `pool=b, ${secret}`,
    ),
    ...conf(`pool=a.lan=${secret}`, `a.lan=${secret}`),
    // On a line of its own.
    ...conf(`user=${WALLET.slice(0, 60)}\nkennwort\n${secret}`),
    ...conf(`pass=\n${secret}`, `pass:\n  ${secret}`, `pass\n${secret}`, `password=\n${secret}\npool=a.lan`),
    ...conf(
      `pool=a.lan\nuser=rig\npass=\n${secret}`,
      `pool=a.lan\npool_password:\n"${secret}"`,
      `kennwort\n${secret}`,
    ),
    ...conf(`-o a.lan:3333\n-u rig\n-p ${secret}`, `xmrig -oa.lan:3333 -urig -p${secret}`, `-p ${secret}`),
    ...conf(`pool=a.lan\npass ${secret}`, `pool=a.lan\nkennwort ${secret}`, `pool=a.lan\npasswort=${secret}`),
    ...conf(`pool=a.lan\n${secret}=pass`, `pool=a.lan\n${secret}: password`, `my password is ${secret}`),
    ...conf(
      `pool=a.lan\nuser=rig ${secret}`,
      `user=<wallet> ${secret}\npool=a.lan`,
      `user=rig pass ${secret}`,
    ),
    { name: 'rigforge-cmdline.txt', content: `add rigforge.pool=a.lan:3333:rig:${secret}` },
    {
      name: 'rigforge-cmdline.txt',
      content: `rigforge.pass ${secret}\nadd luks.key=${secret}`,
    },
    { name: 'rigforge-cmdline.txt', content: `add rigforge.pass="${secret} x" rigforge.wait="5 ${secret}"` },
  ];
}
