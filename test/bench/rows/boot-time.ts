import type { Row } from '../row.ts';

/** docs/design.md, "Numbers to hold". */
const GOAL = 1;

export const bootTime: Row = {
  name: 'boot-time',
  what: 'power-on to first console frame / plain Debian to its login',
  goal: 'at most 1.0',
  needs: 'boot',
  async measure(bench) {
    const { accelerator, plain, rig } = await bench.boot();
    if (rig.firstFrame === null) throw new Error('the booted rig showed no screen');
    const ratio = rig.firstFrame / plain.login;
    const [ours, theirs] = [rig.firstFrame, plain.login].map((ms) => `${(ms / 1000).toFixed(1)} s`);
    return {
      value: ratio.toFixed(2),
      holds: ratio <= GOAL,
      note: `${ours} / ${theirs}, one boot of each in the same QEMU (${accelerator}, UEFI, USB stick, kernel ${rig.kernel}); the plain image is Debian 13 as mkosi makes it, with its root on the stick.`,
      figures: {
        ratio,
        firstFrameMilliseconds: rig.firstFrame,
        plainLoginMilliseconds: plain.login,
        accelerator,
      },
    };
  },
};
