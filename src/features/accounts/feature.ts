import type { Feature } from "#trpc/feature.ts";
import { accountAuditWords } from "./audit.ts";
import { requireAnotherAdmin } from "./core/require-another-admin.ts";
import { accountExportMount, changePasswordMount } from "./http.ts";
import { accountJobs } from "./jobs.ts";
import { confirmPolicy, dataExportPolicy, signInEmailPolicy, signInPolicy } from "./policies.ts";

/**
 * Accounts. `core/` better-auth, users, passwords, cookies · `sessions/` sessions and their cache · `codes/` mailed
 * one-time codes · `sign-in/` sign-up and sign-in · `security/` password, e-mail address · `factors/`
 * authenticator app, backup codes, confirmations · `passkeys/` passkeys and their challenges · `profile/` name, export, deletion · `admin/`
 * account management · `rules/` names, codes, mail texts, WebAuthn's shapes · `ui/` pages.
 */
export const accounts: Feature = {
  name: "accounts",
  clockJobs: accountJobs,
  account: { beforeDelete: requireAnotherAdmin },
  auditWords: accountAuditWords,
  limits: [signInPolicy, signInEmailPolicy, confirmPolicy, dataExportPolicy],
  http: [changePasswordMount, accountExportMount],
};
