import { createEncryption } from "#platform/encryption.ts";
import type { DbHandle } from "#platform/db/db.ts";

type Mail = { to: string; content: { subject: string; code?: string } };

/** The secrets that startTestWeb gives its server unless told otherwise. */
export const TEST_SECRETS = ["test-secret-test-secret-test-secret"];

/** What waits in the queue for the worker, newest first: opened as the worker opens it. */
export async function queuedMails(
  db: DbHandle,
  to: string,
  secrets: readonly string[] = TEST_SECRETS,
): Promise<Mail[]> {
  const encryption = createEncryption(secrets);
  const rows = await db.sql<{ data: { encrypted: string } }[]>`
    select data from pgboss.job where name = 'mail' order by created_on desc, id desc`;
  return rows
    .map(({ data }) => JSON.parse(encryption.decrypt(data.encrypted) ?? "null") as Mail)
    .filter((mail) => mail?.to === to);
}

/** The code of the newest mail to an address. */
export async function newestCode(db: DbHandle, to: string, secrets?: readonly string[]): Promise<string> {
  const mails = await queuedMails(db, to, secrets);
  const code = mails.find(({ content }) => content.code !== undefined)?.content.code;
  if (code === undefined) throw new Error(`no code waits for ${to}`);
  return code;
}
