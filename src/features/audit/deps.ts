import type { AuditWords } from "./contract.ts";

/** What verbs that show the log may ask for: the words of every feature's actions. */
export type AuditDeps = { auditWords: AuditWords };

declare module "#trpc/register.ts" {
  interface WebDeps extends AuditDeps {}
}
