import type { MailContent } from "#features/mail/contract.ts";
import { queueMail } from "#features/mail/queue-mail.ts";
import type { Db } from "#platform/db/db.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { CODE_TTL_S } from "#features/accounts/rules/codes.ts";
import type { CodePurpose } from "#features/accounts/rules/codes.ts";
import { issueCode } from "./issue-code.ts";

type Mail = {
  email: string;
  purpose: CodePurpose;
  contentOf: (code: string) => MailContent;
};

/** Makes a code and queues the mail with it, both in the caller's transaction `tx`. */
export async function mailCode(
  { tx, clock, auth, encryption }: Pick<AccountDeps, "auth" | "clock" | "encryption"> & { tx: Db },
  { email, purpose, contentOf }: Mail,
): Promise<void> {
  const code = await issueCode({ db: tx, clock, secrets: auth.secrets }, { email, purpose });
  await queueMail({ tx, encryption }, { to: email, content: contentOf(code), expireInS: CODE_TTL_S });
}
