import { describe, expect, test } from "vitest";
import { useDesk } from "../../support/people/desk.ts";
import { newestCode, queuedMails } from "../../support/people/mailbox.ts";
import { useSecondFactor } from "../../support/people/second-factor.ts";
import type { Owner } from "../../support/people/second-factor.ts";
import { notTotp, totp } from "../../support/people/totp.ts";
import { createVisitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const { seedOwner, halfIn, second } = useSecondFactor(desk);

describe("many wrong codes", () => {
  const setWrong = (owner: Owner, count: number) =>
    desk.db
      .sql`update two_factors set wrong_codes = ${count}, failed_verification_count = 0, locked_until = null
      where user_id = ${owner.userId}`;
  const subjectsFor = async ({ email }: Owner) =>
    (await queuedMails(desk.db, email)).map(({ content }) => content.subject);

  test("are reported to the owner at ten, and a right one begins anew", async () => {
    const owner = await seedOwner();
    await setWrong(owner, 9);
    const browser = await halfIn(owner);
    await second(browser, { code: notTotp(owner.secret) });
    expect(await subjectsFor(owner)).toContain("Wrong codes for your second factor");
    expect((await second(browser, { code: totp(owner.secret) })).status).toBe(200);
    const [row] = await desk.db.sql`select wrong_codes from two_factors where user_id = ${owner.userId}`;
    expect(row?.["wrong_codes"]).toBe(0);
  });

  test("close the factor at thirty, until a code from the owner's mail opens it", async () => {
    const owner = await seedOwner();
    const early = await halfIn(owner);
    expect((await early.tell("auth.requestFactorOpening")).status).toBe(409);
    await setWrong(owner, 29);
    expect((await second(early, { code: notTotp(owner.secret) })).status).toBe(400);
    const browser = await halfIn(owner);
    const code = totp(owner.secret);
    const closed = await second(browser, { code });
    expect([closed.status, closed.error?.app]).toEqual([403, { code: "forbidden", factor: "closed" }]);
    const backupCode = owner.backupCodes[0] ?? "";
    expect((await second(browser, { backupCode })).status).toBe(403);
    expect((await createVisitor(desk.web).tell("auth.requestFactorOpening")).status).toBe(401);
    expect((await browser.tell("auth.requestFactorOpening")).data).toMatchObject({ status: "code_sent" });
    const mailCode = await newestCode(desk.db, owner.email);
    const wrong = await second(browser, { code, mailCode: mailCode === "000000" ? "000001" : "000000" });
    expect([wrong.status, wrong.error?.app?.["field"]]).toEqual([400, "mailCode"]);
    expect((await second(browser, { code, mailCode })).data).toMatchObject({ status: "signed_in" });
    expect((await second(await halfIn(owner), { code: totp(owner.secret, 1) })).status).toBe(200);
  });
});

test("a lost app: a backup code and a mailed code turn the factor off, each once", async () => {
  const owner = await seedOwner();
  const { password } = owner;
  const [backupCode = "", other = ""] = owner.backupCodes;
  await owner.tell("account.requestCode", { purpose: "change_second_factor" });
  const mailCode = await newestCode(desk.db, owner.email);
  const wrongMail = mailCode === "000000" ? "000001" : "000000";
  const refused = await owner.tell("account.stopTotp", { backupCode, mailCode: wrongMail, password });
  expect([refused.status, refused.error?.app?.["field"]]).toEqual([400, "mailCode"]);
  const wrongBackup = await owner.tell("account.stopTotp", { backupCode: "aaaaa-00000", mailCode, password });
  expect([wrongBackup.status, wrongBackup.error?.app?.["field"]]).toEqual([400, "backupCode"]);
  // The mailed code is used up.
  expect((await owner.tell("account.stopTotp", { backupCode: other, mailCode, password })).status).toBe(400);
  await owner.tell("account.requestCode", { purpose: "change_second_factor" });
  const again = await newestCode(desk.db, owner.email);
  const stopped = await owner.tell("account.stopTotp", { backupCode, mailCode: again, password });
  expect(stopped.data).toEqual({ done: true });
  expect((await owner.ask("auth.me")).data).toMatchObject({ user: { twoFactor: false } });
});
