import { auditWriter } from "#features/audit/write-audit.ts";

/** What this feature writes to the audit log, with the words that a person reads. */
export const historyAuditWords = {
  update_saved: "Game update saved",
  update_deleted: "Game update deleted",
} as const;

export const writeAudit = auditWriter(historyAuditWords);
