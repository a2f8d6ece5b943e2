import { describe, expect, it } from 'vitest';
import { addedByBootLoader } from '../../../headless/config/boot-loader.ts';
import { RIG_KEYS, SPELLINGS } from '../../../headless/config/keys.ts';
import { readOwnerConfig } from '../../../headless/config/owner-config.ts';
import { OWN_NAME_FORM } from '../../../headless/config/variables.ts';

const files = (contents: Record<string, string>) =>
  Object.entries(contents).map(([name, content]) => ({ name, content: Buffer.from(content) }));
const read = (cmdline: string, contents: Record<string, string> = {}) =>
  readOwnerConfig({ cmdline, files: files(contents) });
const spoken = (config: ReturnType<typeof read>) =>
  config.messages.map(({ where, text }) => `${where}: ${text}`);

describe('the kernel command line', () => {
  it('is read among the words of others', () => {
    const config = read(
      'BOOT_IMAGE=/vmlinuz quiet rigforge.pool=10.0.0.5:3334 console=tty0 rigforge.wait=0 rigforge.label=shed\n',
    );
    expect(config).toMatchObject({
      pools: [{ host: '10.0.0.5', port: 3334, source: 'cmdline', where: 'kernel command line' }],
      waitSeconds: 0,
      label: 'shed',
      messages: [],
    });
  });

  it('names an unknown option and the nearest one', () => {
    expect(spoken(read('rigforge.pol=a rigforge.P2POOL_NODE_HOSTNAME=b.local'))).toEqual([
      'kernel command line: unknown option "rigforge.pol"; did you mean rigforge.pool?',
    ]);
  });

  it('has quotes as the kernel takes them, and options without a value', () => {
    const config = read('rigforge.label="living room" "rigforge.pool=a.local b" rigforge.tls rigforge.wait');
    expect(config).toMatchObject({ label: 'living-room', pools: [] });
    expect(spoken(config)).toContain(
      'kernel command line: rigforge.wait has no value; write rigforge.wait=...',
    );
  });

  it('has a failover list in the order it was written', () => {
    const { pools } = read('rigforge.pool=a.local rigforge.pass=one rigforge.pool=b.local');
    expect(pools).toMatchObject([
      { host: 'a.local', password: 'one' },
      { host: 'b.local', password: null },
    ]);
  });
});

describe('rigforge-cmdline.txt', () => {
  const FILE = 'rigforge-cmdline.txt';

  it('counts as the command line where the boot loader did not take it', () => {
    const config = read('quiet rigforge.wait=3', {
      [FILE]: '\ufeffadd rigforge.wait=3\r\nrigforge.pool=a.local # the stack\r\nAdd rigforge.label=shed\r\n',
      'rigforge.conf': 'pool=b.local',
    });
    expect(config).toMatchObject({
      pools: [{ host: 'a.local', source: 'cmdline', where: 'rigforge-cmdline.txt line 2' }],
      waitSeconds: 3,
      label: 'shed',
    });
    expect(spoken(config)).toEqual([
      'rigforge.conf line 1: pool is set here and in rigforge-cmdline.txt line 2; rigforge-cmdline.txt line 2 counts',
    ]);
  });

  it('is weaker than what was typed in the boot menu', () => {
    const config = read('rigforge.pool=menu.local', {
      'RIGFORGE-CMDLINE.TXT': 'add rigforge.pool=file.local',
    });
    expect(config.pools).toMatchObject([{ host: 'menu.local', where: 'kernel command line' }]);
  });

  it.each([
    [
      `rigforge.user=W.${OWN_NAME_FORM}/a@b.c`,
      'rigforge.user=W./a@b.c',
      { user: `W.${OWN_NAME_FORM}/a@b.c` },
    ],
    ['rigforge.user=$HOSTNAME', 'rigforge.user=', { user: '$HOSTNAME' }],
    ['rigforge.pass=my$ecret1', 'rigforge.pass=my', { password: 'my$ecret1' }],
    [`"rigforge.user=W.${OWN_NAME_FORM}"`, 'rigforge.user=W.', { user: `W.${OWN_NAME_FORM}` }],
    [
      `'rigforge.user=W.${OWN_NAME_FORM}'`,
      `rigforge.user=W.${OWN_NAME_FORM}`,
      { user: `W.${OWN_NAME_FORM}` },
    ],
  ])('says what its owner wrote, not what the boot loader made of its variables: %s', (word, left, pool) => {
    const file = `add rigforge.pool=a.lan ${word} rigforge.wait=7\n`;
    expect(addedByBootLoader(Buffer.from(file)).replaceAll('"', '')).toBe(
      `rigforge.pool=a.lan ${left} rigforge.wait=7`,
    );
    const config = read(`quiet rigforge.pool=a.lan ${left} rigforge.wait=7`, { [FILE]: file });
    expect(config).toMatchObject({ pools: [{ host: 'a.lan', ...pool }], waitSeconds: 7, messages: [] });
  });

  it('does not take back what was typed in the boot menu', () => {
    const file = `add rigforge.pool=a.lan rigforge.user=W.${OWN_NAME_FORM}`;
    const config = read('rigforge.pool=a.lan rigforge.user=W. rigforge.pool=b.lan rigforge.user=me', {
      [FILE]: file,
    });
    expect(config.pools).toMatchObject([
      { host: 'a.lan', user: `W.${OWN_NAME_FORM}` },
      { host: 'b.lan', user: 'me' },
    ]);
  });

  it('names what does nothing, with its line and what to write', () => {
    const text = '# add rigforge.wait=1\nmitigations=off\npool=a.local\nadd rigforge.pol=a nosmt\nadd quiet';
    expect(spoken(read('quiet', { [FILE]: text }))).toEqual([
      'rigforge-cmdline.txt line 2: "mitigations=off" is not in force; write the word add before it',
      'rigforge-cmdline.txt line 3: "pool=a.local" is not in force; write rigforge.pool=..., or move the line to rigforge.conf',
      'rigforge-cmdline.txt line 4: unknown option "rigforge.pol"; did you mean rigforge.pool?',
      'rigforge-cmdline.txt line 4: "nosmt" is not in force; it counts from the next start on; if it does not, save the file as plain text without a byte order mark',
    ]);
  });

  it('is left out where the boot menu said so', () => {
    const config = read('rigforge.cmdline=no', { [FILE]: 'rigforge.pool=a.local\nnonsense' });
    expect(config).toMatchObject({ pools: [], messages: [] });
  });
});

describe('the list of settings', () => {
  it('says what is in force and where it comes from, and no secret', () => {
    const config = read('rigforge.wait=3', {
      'rigforge.conf': `pool=a.local\npass=hunter2\ntls-fingerprint=${'ab'.repeat(32)}\nnames=attic,shed\nsweep=no`,
    });
    expect(config.settings).toEqual(
      expect.arrayContaining([
        {
          key: 'pool',
          value: 'a.local:3333, TLS with a pinned certificate, password set',
          source: 'stick',
          where: 'rigforge.conf line 1',
        },
        { key: 'wait', value: '3 s to choose', source: 'cmdline', where: 'kernel command line' },
        {
          key: 'names',
          value: 'attic, shed, beside the well-known ones',
          source: 'stick',
          where: 'rigforge.conf line 4',
        },
        { key: 'sweep', value: 'no', source: 'stick', where: 'rigforge.conf line 5' },
        {
          key: 'donation',
          value: "1 % of the time, for XMRig's developers",
          source: 'default',
          where: '',
        },
        {
          key: 'reserve',
          value: '192 MB of memory kept for the system',
          source: 'default',
          where: '',
        },
      ]),
    );
    expect(JSON.stringify(config.settings)).not.toContain('hunter2');
  });

  it('has a row for every key but those of a pool', () => {
    const keys = read('').settings.map(({ key }) => key);
    expect(keys).toEqual(['pool', ...RIG_KEYS.map((key) => SPELLINGS[key][0].toLowerCase())]);
  });
});

describe('precedence', () => {
  it('is command line over stick, and the difference is mentioned', () => {
    const config = read('rigforge.pool=a.local rigforge.wait=1', {
      'rigforge.conf': 'pool=b.local\npass=hunter2\nwait=2\nlabel=x',
    });
    expect(config).toMatchObject({
      pools: [{ host: 'a.local', password: null }],
      waitSeconds: 1,
      label: 'x',
    });
    expect(spoken(config)).toEqual([
      'rigforge.conf line 1: pool is set here and in the kernel command line; the kernel command line counts',
      'rigforge.conf line 3: wait is set here and in the kernel command line; the kernel command line counts',
    ]);
  });

  it('is, key by key, rigforge.conf over config.json over a bare line', () => {
    const config = read('', {
      'config.json':
        '{"pools":[{"url":"json.local:3333","user":"r","pass":"json"}],"DONATION":3,"RIG_NAME":"j"}',
      'rigforge.conf': 'bare.local\nlabel=c',
    });
    expect(config).toMatchObject({
      pools: [{ host: 'json.local', password: 'json', user: 'r' }],
      label: 'c',
      donatePercent: 3,
    });
    expect(spoken(config)).toEqual([
      'rigforge.conf line 1: pool is set here and in config.json line 1; config.json line 1 counts',
      'config.json line 1: label is set here and in rigforge.conf line 2; rigforge.conf line 2 counts',
    ]);
  });

  it("lets rigforge.conf give config.json's pools a password, but not the other way round", () => {
    const json = '{"pools":[{"url":"json.local:3333","pass":"json"}]}';
    expect(read('', { 'config.json': json, 'rigforge.conf': 'pass=conf' }).pools[0]).toMatchObject({
      password: 'conf',
    });
    const other = read('', { 'config.json': json, 'rigforge.conf': 'pool=conf.local' });
    expect(other.pools).toMatchObject([{ host: 'conf.local', password: null }]);
  });

  it('reads the template and the copy that Notepad made of it', () => {
    const config = read('', { 'rigforge.conf.txt': 'pool=a.local', 'rigforge.conf': '# pool=pithead.local' });
    expect(config).toMatchObject({
      pools: [{ host: 'a.local', where: 'rigforge.conf.txt line 1' }],
      messages: [],
    });
  });

  it('says nothing where two sources agree', () => {
    expect(read('rigforge.pool=a.local', { 'rigforge.conf': 'pool=A.local:3333' }).messages).toEqual([]);
  });
});

describe('messages', () => {
  it('stay few, the gravest first', () => {
    const lines = Array.from({ length: 300 }, (_, index) => `key${index}=1`);
    const { messages } = read('', { 'rigforge.conf': [...lines, 'pool=a:99999'].join('\n') });
    expect(messages).toHaveLength(20);
    expect(messages[0]?.level).toBe('error');
    expect(messages.at(-1)?.text).toBe('282 more messages are not shown');
  });
});
