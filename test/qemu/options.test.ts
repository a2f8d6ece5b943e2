import { describe, expect, it } from 'vitest';
import { OptionError, parseOptions } from './options.ts';

function options(...args: string[]) {
  const parsed = parseOptions(args);
  if (parsed === 'help') throw new Error('not help');
  return parsed;
}

describe('the options of npm run boot', () => {
  it('has a usual PC as default', () => {
    expect(options()).toMatchObject({
      firmware: 'bios',
      memory: '4G',
      smp: 2,
      numa: 1,
      keyboard: 'usb',
      disk: [],
      keys: [],
      'no-stack': false,
      'stack-name': 'pithead',
    });
  });

  it('takes disks more than once, keys and numbers', () => {
    const parsed = options(
      '--disk',
      'a.raw',
      '--disk',
      'b.raw',
      '--keys',
      'down,1s,enter',
      '--until-shares',
      '3',
    );
    expect(parsed.disk).toEqual(['a.raw', 'b.raw']);
    expect(parsed.keys).toEqual([{ keys: ['down'] }, { pauseMs: 1000 }, { keys: ['ret'] }]);
    expect(parsed['until-shares']).toBe(3);
  });

  it('takes a command line that begins with a dash', () => {
    expect(options('--cmdline=-x rigforge.pool=a:1').cmdline).toBe('-x rigforge.pool=a:1');
  });

  it('knows --help', () => expect(parseOptions(['--help'])).toBe('help'));

  it.each([
    [['--firmare', 'bios'], /--firmare/],
    [['--firmware', 'efi'], /--firmware: .*bios/],
    [['--memory', '4'], /--memory: .*4G/],
    [['--until-shares', '0'], /--until-shares: must be 1 to/],
    [['--until-shares', 'x'], /--until-shares: must be a whole number/],
    [['--numa', '4', '--smp', '2'], /--numa: must not be more than --smp/],
    [['--until-shares', '1', '--no-stack'], /--until-shares: needs the stack/],
    [['--timeout', '10'], /--timeout: means something only with/],
    [['--screenshot', 'a.jpg'], /--screenshot: must end in .png/],
    [['--keys', 'down,hyper'], /--keys: does not know the key "hyper"/],
    [['--cmdline', 'a\nb'], /--cmdline: must be one line/],
    [['--cpu', 'host -x'], /--cpu: must be a QEMU CPU model/],
    [['extra'], /extra/],
  ])('refuses %j in words that name the option', (args, words) => {
    expect(() => parseOptions(args)).toThrow(OptionError);
    expect(() => parseOptions(args)).toThrow(words);
  });
});
