import { z } from "zod";

/** One header line: a break in it would begin another header. */
const oneLine = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, { error: "must be one line" });
const text = z.string().min(1).max(2_000);

export const mailAddress = z.email().max(254);

/** What a mail says. Plain text throughout: the renderer makes both its forms from it. */
export const mailContent = z.strictObject({
  subject: oneLine(200),
  heading: oneLine(200),
  paragraphs: z.array(text).max(20).readonly(),
  /** Shown large, on a line of its own. */
  code: z
    .string()
    .regex(/^[\w-]{1,40}$/)
    .optional(),
  action: z.strictObject({ label: oneLine(100), url: z.url({ protocol: /^https?$/ }).max(2_000) }).optional(),
  footnote: text.optional(),
});
export type MailContent = z.infer<typeof mailContent>;

export const mailInput = z.strictObject({
  to: mailAddress,
  content: mailContent,
  /** Names the mail: while one of this name waits or was sent within the hour, no second one is queued. */
  key: z.string().min(1).max(300).optional(),
  /** Not worth sending after so many seconds, as the code in it is void by then. */
  expireInS: z.number().int().positive().optional(),
});
export type MailInput = z.infer<typeof mailInput>;
