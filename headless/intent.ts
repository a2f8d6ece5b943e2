/** The few things that a person may ask of the rig; one JSON object a line, parsed by the engine. */
import * as z from 'zod';

/** What a person at a console may ask. */
export const intentSchema = z.discriminatedUnion('intent', [
  /** A real key press: holds the countdown. */
  z.object({ intent: z.literal('touch') }),
  /** Mine on this found or configured stack. `password` only where the stack asked for one. */
  z.object({
    intent: z.literal('choose'),
    stackId: z.string().max(300),
    password: z.string().max(200).nullable(),
    /** True: write it on the stick, for the next starts too. */
    remember: z.boolean().optional(),
  }),
  /** Mine on an address the person typed, `host` or `host:port`. */
  z.object({
    intent: z.literal('type'),
    address: z.string().max(300),
    password: z.string().max(200).nullable(),
    remember: z.boolean().optional(),
  }),
  z.object({ intent: z.literal('lookAgain') }),
  z.object({ intent: z.literal('pause') }),
  z.object({ intent: z.literal('resume') }),
  z.object({ intent: z.literal('reboot') }),
  z.object({ intent: z.literal('powerOff') }),
]);
export type Intent = z.infer<typeof intentSchema>;
