import { describe, expect, test } from "vitest";
import type { PasskeyAdded, PasskeyList } from "#features/accounts/passkeys/contract.ts";
import type { CreationRequest } from "#features/accounts/rules/webauthn.ts";
import { seedMember } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { newestCode, queuedMails } from "../../support/people/mailbox.ts";
import { usePasskeys } from "../../support/people/passkeys.ts";
import { useSecondFactor } from "../../support/people/second-factor.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Visitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const { seedHolder, add, create, get, signIn, halfIn, requested, elsewhere, actionsOf } = usePasskeys(desk);
const { seedOwner } = useSecondFactor(desk);
const seed = (kind: "existing" | "passwordless" = "existing") => seedMember(desk.web, desk.db, { kind });
const listOf = async (visitor: Visitor) =>
  ((await visitor.ask("account.passkeys")).data as PasskeyList).passkeys;
const subjectsFor = async (email: string) =>
  (await queuedMails(desk.db, email)).map(({ content }) => content.subject);

describe("adding", () => {
  test("takes the password, gives backup codes with the first, and tells the owner", async () => {
    const member = await seed();
    const { password } = member;
    const wrong = await member.tell("account.startPasskey", { password: "not the password" });
    expect(wrong.error?.app).toMatchObject({ code: "invalid_input", field: "password" });
    expect((await member.tell("account.startPasskey", {})).status).toBe(400);
    expect(await actionsOf(member.userId)).toContain("confirmation_failed");
    const { reply } = await add(member, { proof: { password }, name: "My phone" });
    expect(reply.data).toMatchObject({
      passkey: { name: "My phone", lastUsedAt: null, isSynced: false },
      backupCodes: { length: 10 },
    });
    // Named after the browser, because this authenticator says nothing of itself.
    const next = (await add(elsewhere(member), { proof: { password } })).reply.data as PasskeyAdded;
    expect([next.passkey.name, next.backupCodes]).toEqual(["Chrome 150 on Linux", []]);
    expect((await listOf(member)).map(({ name }) => name)).toEqual(["My phone", "Chrome 150 on Linux"]);
    expect(await actionsOf(member.userId)).toContain("passkey_added");
    expect(await subjectsFor(member.email)).toContain("A passkey was added");
    expect((await member.ask("auth.me")).data).toMatchObject({ user: { twoFactor: true, totp: false } });
  });

  test("takes a mailed code from an account without a password", async () => {
    const member = await seed("passwordless");
    const refused = await member.tell("account.startPasskey", {});
    expect([refused.status, refused.error?.app?.["field"]]).toEqual([400, "mailCode"]);
    await member.tell("account.requestCode", { purpose: "change_second_factor" });
    const mailCode = await newestCode(desk.db, member.email);
    expect((await add(member, { proof: { mailCode } })).reply.status).toBe(200);
    expect((await member.tell("account.startPasskey", { mailCode })).status).toBe(400);
  });

  test.each([
    ["of another site's page", { origin: "http://evil.example" }],
    ["for another site", { rpId: "evil.example" }],
    ["without its holder verified", { isVerified: false }],
    ["to another challenge", { challenge: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" }],
    ["that is a sign-in", { type: "webauthn.get" }],
  ])("refuses an answer %s", async (_what, wrongs) => {
    const member = await seed();
    const { reply } = await add(member, { proof: { password: member.password }, wrongs });
    expect([reply.status, reply.error?.app?.["field"]]).toEqual([400, "passkey"]);
    expect([await listOf(member), await actionsOf(member.userId)]).toEqual([[], ["confirmation_failed"]]);
    expect((await member.ask("auth.me")).data).toMatchObject({ user: { twoFactor: false } });
  });

  test("happens once per challenge, in time, and for the one who asked", async () => {
    const [member, other] = [await seed(), await seed()];
    const { data } = await member.tell("account.startPasskey", { password: member.password });
    const request = data as CreationRequest;
    const copy = elsewhere(member);
    const [one, two] = [create(request).created, create(request).created];
    // With a session of their own and the cookie of another.
    for (const [name, value] of member.cookies) if (!other.cookies.has(name)) other.cookies.set(name, value);
    expect((await other.tell("account.addPasskey", { passkey: one })).status).toBe(400);
    expect((await member.tell("account.addPasskey", { passkey: one })).status).toBe(200);
    expect((await copy.tell("account.addPasskey", { passkey: two })).status).toBe(400);
    expect([(await listOf(member)).length, (await listOf(other)).length]).toEqual([1, 0]);
    const late = elsewhere(other);
    const started = await late.tell("account.startPasskey", { password: other.password });
    desk.clock.advanceMs(300_001);
    const { created } = create(started.data as CreationRequest);
    expect((await late.tell("account.addPasskey", { passkey: created })).error?.message).toMatch(/too long/);
  });

  test("never gives one passkey to two accounts", async () => {
    const [holder, other] = [await seedHolder(), await seed()];
    const { data } = await other.tell("account.startPasskey", { password: other.password });
    const { created, passkey } = create(data as CreationRequest);
    await desk.db.sql`update passkeys set credential_id = ${passkey.id} where user_id = ${holder.userId}`;
    expect((await other.tell("account.addPasskey", { passkey: created })).status).toBe(400);
    expect(await listOf(other)).toEqual([]);
    expect((await other.ask("auth.me")).data).toMatchObject({ user: { twoFactor: false } });
  });

  test("stops at ten, also for requests that come at once", async () => {
    const holder = await seedHolder();
    const { password, userId } = holder;
    await desk.db.sql`
      insert into passkeys (id, name, public_key, user_id, credential_id, counter, device_type, backed_up, transports,
        created_at, aaguid)
      select gen_random_uuid(), 'Key ' || n, '', ${userId}, ${userId} || n, 0, 'singleDevice', false, '', now(), ''
      from generate_series(2, 9) n`;
    const two = await Promise.all(
      [elsewhere(holder), elsewhere(holder)].map((visitor) => add(visitor, { proof: { password } })),
    );
    expect(two.map(({ reply }) => reply.status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const eleventh = await elsewhere(holder).tell("account.startPasskey", { password });
    expect([eleventh.status, (await listOf(holder)).length]).toEqual([409, 10]);
  });
});

test("names follow the rules of all names, and only the owner changes them", async () => {
  const [holder, other] = [await seedHolder(), await seed()];
  const id = holder.passkeyId;
  for (const name of ["", "   ", "\u202Eenohp", "A".repeat(41)])
    expect([name, (await holder.tell("account.renamePasskey", { id, name })).status]).toEqual([name, 400]);
  expect((await other.tell("account.renamePasskey", { id, name: "Mine" })).status).toBe(404);
  expect((await holder.tell("account.renamePasskey", { id, name: " Work laptop " })).data).toMatchObject({
    name: "Work laptop",
  });
  expect((await listOf(holder)).map(({ name }) => name)).toEqual(["Work laptop"]);
  expect(await actionsOf(holder.userId)).toContain("passkey_renamed");
});

describe("removing", () => {
  test("takes the password while another second factor is left", async () => {
    const owner = await seedOwner();
    const { password } = owner;
    const { passkey, reply } = await add(elsewhere(owner), { proof: { password } });
    const { id } = (reply.data as PasskeyAdded).passkey;
    const wrong = await owner.tell("account.removePasskey", { id, password: "not the password" });
    expect([wrong.status, wrong.error?.app?.["field"]]).toEqual([400, "password"]);
    expect((await owner.tell("account.removePasskey", { id })).status).toBe(400);
    expect((await owner.tell("account.removePasskey", { id, password })).data).toEqual({ done: true });
    expect((await signIn(passkey)).reply.status).toBe(401);
    expect((await halfIn(owner)).result).toMatchObject({ factors: { totp: true, passkey: false } });
    expect(await actionsOf(owner.userId)).toContain("passkey_removed");
    expect(await subjectsFor(owner.email)).toContain("A passkey was removed");
    expect((await owner.tell("account.removePasskey", { id, password })).status).toBe(404);
  });

  test("of the last second factor takes a signature by it, too", async () => {
    const holder = await seedHolder();
    const thief = await seedHolder();
    const { password, passkeyId: id } = holder;
    const bare = await holder.tell("account.removePasskey", { id, password });
    expect([bare.status, bare.error?.app]).toEqual([409, { code: "conflict", factor: "last" }]);
    const confirm = async (wrongs: object, passkey = holder.passkey, typed = password) => {
      const visitor = elsewhere(holder);
      const request = await requested(visitor, "account.startPasskeyRemoval");
      const assertion = get(passkey, request, wrongs);
      return visitor.tell("account.removePasskey", { id, password: typed, passkey: assertion });
    };
    for (const reply of [
      await confirm({ isVerified: false }),
      await confirm({ origin: "https://evil.example" }),
      await confirm({}, thief.passkey),
    ])
      expect([reply.status, reply.error?.app?.["field"]]).toEqual([400, "passkey"]);
    const [row] = await desk.db.sql`select wrong_codes from two_factors where user_id = ${holder.userId}`;
    expect(row?.["wrong_codes"]).toBe(3);
    expect((await confirm({}, holder.passkey, "not the password")).error?.app).toMatchObject({
      field: "password",
    });
    expect((await halfIn(holder)).result).toMatchObject({ status: "second_factor" });
    expect((await confirm({})).data).toEqual({ done: true });
    expect((await halfIn(holder)).result).toMatchObject({ status: "signed_in" });
    expect((await holder.ask("auth.me")).data).toMatchObject({ user: { twoFactor: false } });
  });

  test("of two at once leaves one: neither was the last when it was asked", async () => {
    const holder = await seedHolder();
    const { password } = holder;
    await add(elsewhere(holder), { proof: { password } });
    const ids = (await listOf(holder)).map(({ id }) => id);
    const replies = await Promise.all(
      ids.map((id) => elsewhere(holder).tell("account.removePasskey", { id, password })),
    );
    expect(replies.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    expect((await halfIn(holder)).result).toMatchObject({ status: "second_factor" });
  });

  test("does not reach another user's passkey", async () => {
    const [holder, other] = [await seedHolder(), await seedOwner()];
    const input = { id: holder.passkeyId, password: other.password };
    expect((await other.tell("account.removePasskey", input)).status).toBe(404);
    expect(await listOf(holder)).toHaveLength(1);
  });
});

test("the list needs a session", async () => {
  expect((await createVisitor(desk.web).ask("account.passkeys")).status).toBe(401);
});
