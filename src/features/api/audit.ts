import { auditWriter } from "#features/audit/write-audit.ts";

/** What this feature writes to the audit log, with the words that a person reads. */
export const apiAuditWords = {
  api_key_made: "API key made",
  api_key_deleted: "API key deleted",
} as const;

export const writeAudit = auditWriter(apiAuditWords);
