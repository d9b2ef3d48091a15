import { z } from "zod";

/** One line for a mail header: a line break in it would start another header. */
const oneLine = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, { error: "must be one line" });
const text = z.string().min(1).max(2_000);

export const mailAddress = z.email().max(254);

/** The content of a mail as plain text, from which the renderer makes the text form and the HTML form. */
export const mailContent = z.strictObject({
  subject: oneLine(200),
  heading: oneLine(200),
  paragraphs: z.array(text).max(20).readonly(),
  /** Shown large, on its own line. */
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
  /** A deduplication key: while a mail with this key waits, and for an hour after it was sent, no second one is queued. */
  key: z.string().min(1).max(300).optional(),
  /** The mail is not sent after so many seconds, because the code in it has expired. */
  expireInS: z.number().int().positive().optional(),
});
export type MailInput = z.infer<typeof mailInput>;
