import type { AuditWords } from "./contract.ts";

/** What functions that show the log need: the texts of the audit actions of all features. */
export type AuditDeps = { auditWords: AuditWords };

declare module "#trpc/register.ts" {
  interface WebDeps extends AuditDeps {}
}
