/** A LAN with stacks and one rig, for one fault. */
import { createLan, type Lan } from '../headless/discovery/lan.ts';
import { Rig, type RigPlan } from './rig.ts';
import { FaultStack, type StackPlan } from './stack.ts';

export const RIG_ADDRESS = '10.77.0.9';

export interface Scene {
  lan: Lan;
  rig: Rig;
  /** By the names of the fault's plan. Throws where there is none. */
  stack(name: string): FaultStack;
  close(): Promise<void>;
}

export async function makeScene(
  stacks: Record<string, StackPlan>,
  plan: RigPlan | ((scene: Pick<Scene, 'stack'>) => RigPlan),
): Promise<Scene> {
  const lan = await createLan();
  try {
    const [host, ...made] = await Promise.all([
      lan.host(`${RIG_ADDRESS}/24`),
      ...Object.entries(stacks).map(
        async ([name, stack]) => [name, await FaultStack.start(lan, stack)] as const,
      ),
    ]);
    const byName = new Map(made);
    const stack = (name: string) => {
      const found = byName.get(name);
      if (!found) throw new Error(`the plan has no stack ${name}`);
      return found;
    };
    const rig = await Rig.start(host, typeof plan === 'function' ? plan({ stack }) : plan);
    return {
      lan,
      rig,
      stack,
      close: async () => {
        await rig.stop();
        await lan.close();
      },
    };
  } catch (error) {
    await lan.close();
    throw error;
  }
}
