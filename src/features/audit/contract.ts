import { z } from "zod";

/** What a person reads for each action that a feature writes down. Actions are unique among all features. */
export type AuditWords = Readonly<Record<string, string>>;

/** Small facts beside an entry, such as the role given; never a secret, never a code. */
export const auditDetail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type AuditDetail = z.infer<typeof auditDetail>;
