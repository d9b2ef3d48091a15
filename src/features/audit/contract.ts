import { z } from "zod";

/** The text that users and admins read for each audit action. Actions are unique among all features. */
export type AuditWords = Readonly<Record<string, string>>;

/** Further facts of an entry, such as the new role; never a secret or a code. */
export const auditDetail = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
export type AuditDetail = z.infer<typeof auditDetail>;
