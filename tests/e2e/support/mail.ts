import { expect } from "./test.ts";

type StoredMail = { subject: string; text?: string; time: string; to: { address: string }[] };

/** What the copy's maildev has taken for an address, oldest first. */
async function mailsTo(address: string): Promise<StoredMail[]> {
  const base = process.env["E2E_MAIL_URL"];
  if (base === undefined) throw new Error("E2E_MAIL_URL names the maildev of the copy under test");
  const response = await fetch(`${base}/email`);
  expect(response.ok, `maildev: ${response.status}`).toBe(true);
  const mails = (await response.json()) as StoredMail[];
  return mails
    .filter(({ to }) => to.some((recipient) => recipient.address.toLowerCase() === address.toLowerCase()))
    .toSorted((a, b) => a.time.localeCompare(b.time));
}

/** How many mails an address has: what a later one is waited for by. */
export const countMails = async (address: string): Promise<number> => (await mailsTo(address)).length;

/** The six digits of the first mail to an address that came after `seen` others. */
export async function codeFor(address: string, seen = 0): Promise<string> {
  let code = "";
  await expect(async () => {
    const mail = (await mailsTo(address))[seen];
    expect(mail, `a mail to ${address} after ${seen} others`).toBeDefined();
    code = /\b\d{6}\b/.exec(mail?.subject ?? "")?.[0] ?? "";
    expect(code, `a code in “${mail?.subject}”`).not.toBe("");
  }).toPass({ timeout: 20_000 });
  return code;
}
