import { z } from "zod";

const port = z.int().min(1).max(65_535);

/** What to start, as `main.ts` reads it from its standard input, where no list of processes shows it. */
export const simulatorSettings = z.strictObject({
  feed: z.strictObject({ port }).optional(),
  stripe: z
    .strictObject({ port, webhookUrl: z.url(), webhookSecret: z.string(), stateFile: z.string() })
    .optional(),
  mailbox: z
    .strictObject({
      smtpPort: port,
      webPort: port,
      /** Holds mails alone, and is emptied at the start. */
      dir: z.string(),
      /** All pages are below `/TOKEN`; without one they are open to every program of the machine. */
      token: z.string().optional(),
      /** So many of the newest mails are kept. */
      keep: z.int().min(1).optional(),
    })
    .optional(),
});

export type SimulatorSettings = z.infer<typeof simulatorSettings>;
