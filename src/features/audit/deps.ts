import type { AuditWords } from "./contract.ts";

declare module "#trpc/register.ts" {
  interface WebDeps {
    /** The words of every feature's actions. */
    auditWords: AuditWords;
  }
}
