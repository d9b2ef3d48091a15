import { dataExportPolicy } from "#features/accounts/policies.ts";
import { forSignedIn } from "#features/accounts/http.ts";
import type { HttpMount } from "#trpc/http-mount.ts";
import { exportLedgerInput } from "./transfer/contract.ts";
import { exportLedger } from "./transfer/export-ledger.ts";

const PREFIX = "/api/trades/export/";

/**
 * `GET /api/trades/export/<format>[?character=<id>]`: the trader's ledger as a file to save, made while it is sent. The
 * formats are those of rules/export-formats.ts.
 */
export const exportMount: HttpMount = {
  matches: (path) => path.startsWith(PREFIX),
  answer: forSignedIn({
    method: "GET",
    limit: dataExportPolicy,
    words: "a ledger was not exported",
    answer: async (deps, actor, { path, query }) => {
      const asked = { ...Object.fromEntries(query), format: path.slice(PREFIX.length) };
      return { file: await exportLedger(deps, actor, exportLedgerInput.parse(asked)) };
    },
  }),
};
