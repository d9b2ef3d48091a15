import { auditWriter } from "#features/audit/write-audit.ts";

/** The audit actions of this feature, with the texts that users read. */
export const apiAuditWords = {
  api_key_made: "API key made",
  api_key_deleted: "API key deleted",
} as const;

export const writeAudit = auditWriter(apiAuditWords);
