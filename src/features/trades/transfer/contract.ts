import { z } from "zod";
import { exportFormats } from "#features/trades/rules/export-formats.ts";

/** `character`: whose file it is, for formats of one character; absent: the first one's. */
export const exportLedgerInput = z.strictObject({
  format: z.enum(exportFormats),
  character: z.uuid().optional(),
});
export type ExportLedgerInput = z.infer<typeof exportLedgerInput>;
