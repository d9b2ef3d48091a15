import { beforeAll, describe, expect, test } from "vitest";
import type { ZodType } from "zod";
import { appRouter } from "#server/root.ts";
import type { Meta } from "#trpc/init.ts";
import { PASSKEY_COOKIE } from "#features/accounts/rules/session.ts";
import { MARKET_CALLS } from "../../support/market/market-calls.ts";
import { rowsThatHold } from "../../support/market/all-rows.ts";
import { WATCHLIST_CALLS, WATCHLIST_REFUSED, seedWatchlist } from "../../support/market/watchlist-calls.ts";
import { seedMember, seedSession } from "../../support/people/seed-users.ts";
import { LEDGER_CALLS, LEDGER_REFUSED, seedLedger } from "../../support/trades/ledger-calls.ts";
import { takersOfIds } from "../../support/people/id-fields.ts";
import { useDesk } from "../../support/people/desk.ts";
import type { Member } from "../../support/people/members.ts";
import { createVisitor } from "../../support/people/visitor.ts";
import type { Reply, Visitor } from "../../support/people/visitor.ts";

const desk = useDesk();

type Procedure = { _def: { type: "query" | "mutation"; meta?: Meta; inputs: ZodType[] } };
/** By full path. The type declares nested routers, but the value is flat. */
const procedures = appRouter._def.procedures as unknown as Record<string, Procedure>;
const paths = Object.keys(procedures);
const accessOf = (path: string) => procedures[path]?._def.meta?.access;

let alice: Member & { sessionId: string };
const of = () => ({ email: alice.email, userId: alice.userId });
const [code, newPassword] = ["000000", "another password"];
const KEY_ID = "5f0b1d3c-7a52-4f5e-9a39-2d1f6c0b8e11";
const PASSKEY_ID = "0d4b6c1e-52f7-4c55-8f7e-6a0f1f5b9c22";
const VIEW_ID = "9b6f3a52-1c8e-4d0b-8f57-3e2a7c91d604";
const HER_PASSKEY = "alices-passkey";

const credential = { type: "public-key" } as const;
const signedBy = (id: string) => ({
  ...credential,
  id,
  rawId: id,
  response: { clientDataJSON: "e30", authenticatorData: "AAAA", signature: "AAAA" },
});
const CREATED = {
  ...credential,
  id: "bobs",
  rawId: "bobs",
  response: { clientDataJSON: "e30", attestationObject: "AAAA" },
};

/**
 * A call of each procedure as Alice would make it, with what is hers, as far as others can know it: a stranger has no
 * password and no code of hers. A new procedure has to be written down here.
 */
const CALLS: Record<string, () => unknown> = {
  "auth.register": () => ({ email: of().email, password: newPassword, name: "Bob" }),
  "auth.login": () => ({ email: of().email, password: newPassword }),
  "auth.resendOtp": () => ({ email: of().email }),
  "auth.verifyOtp": () => ({ email: of().email, code }),
  "auth.verifySecondFactor": () => ({ code }),
  "auth.startPasskeySignIn": () => undefined,
  "auth.signInByPasskey": () => ({ passkey: signedBy(HER_PASSKEY) }),
  "auth.startPasskeyStep": () => undefined,
  "auth.requestFactorOpening": () => undefined,
  "auth.requestReset": () => ({ email: of().email }),
  "auth.resetPassword": () => ({ email: of().email, code, newPassword }),
  "auth.logout": () => undefined,
  "auth.me": () => undefined,
  "auth.sessions": () => undefined,
  "auth.revokeSession": () => ({ sessionId: alice.sessionId }),
  "auth.revokeOtherSessions": () => undefined,
  "account.updateProfile": () => ({ name: "Bob the second" }),
  "account.requestCode": () => ({ purpose: "delete_account" }),
  "account.changePassword": () => ({ code, newPassword }),
  "account.requestEmailChange": () => ({ newEmail: of().email }),
  "account.changeEmail": () => ({ newEmail: of().email, presentCode: code, newCode: code }),
  "account.startTotp": () => ({ password: newPassword }),
  "account.confirmTotp": () => ({ code }),
  "account.confirmSession": () => ({ code }),
  "account.startConfirmation": () => undefined,
  "account.stopTotp": () => ({ code, password: newPassword }),
  "account.renewBackupCodes": () => ({ password: newPassword }),
  "account.passkeys": () => undefined,
  "account.startPasskey": () => ({ password: newPassword }),
  "account.addPasskey": () => ({ passkey: CREATED, name: "Bob's phone" }),
  "account.renamePasskey": () => ({ id: PASSKEY_ID, name: "Bob's phone" }),
  "account.startPasskeyRemoval": () => undefined,
  "account.removePasskey": () => ({ id: PASSKEY_ID, password: newPassword }),
  "account.activity": () => ({}),
  "account.delete": () => ({ code }),
  "admin.users": () => ({ text: of().email }),
  "admin.setLock": () => ({ userId: of().userId, locked: true }),
  "admin.setRole": () => ({ userId: of().userId, role: "admin" }),
  "admin.endSessions": () => ({ userId: of().userId }),
  "admin.auditLog": () => ({ userId: of().userId }),
  "admin.getVersion": () => undefined,
  "apiKeys.list": () => undefined,
  "apiKeys.create": () => ({ name: "Bob's key" }),
  "apiKeys.delete": () => ({ id: KEY_ID }),
  "views.list": () => undefined,
  "views.remember": () => ({ view: "?preset=movers" }),
  "views.save": () => ({ name: "Bob's view", view: "?preset=movers" }),
  "views.change": () => ({ id: VIEW_ID, name: "Bob's view" }),
  "views.delete": () => ({ id: VIEW_ID }),
  "views.adopt": () => ({ views: [{ name: "Bob's view", view: "?preset=movers" }] }),
  ...WATCHLIST_CALLS,
  ...LEDGER_CALLS,
  ...MARKET_CALLS,
};

/** What anybody may add to an account by knowing its address: a code for its owner, a line in its log. */
const OPEN: Readonly<Record<string, RegExp>> = {
  "auth.register": /^public\.(codes|audit_log):/,
  "auth.login": /^public\.audit_log:/,
  "auth.signInByPasskey": /^public\.audit_log:/,
  "auth.resendOtp": /^public\.codes:/,
  "auth.verifyOtp": /^public\.(codes|audit_log):/,
  "auth.requestReset": /^public\.codes:/,
  "auth.resetPassword": /^public\.codes:/,
  "account.requestEmailChange": /^public\.codes:/,
};

const invalid = [400, "invalid_input"] as const;
const unauthenticated = [401, "unauthenticated"] as const;
const notFound = [404, "not_found"] as const;
const conflict = [409, "conflict"] as const;
/** Stripe is not set up in this file, so what needs it is away for everybody. */
const unavailable = [503, "unavailable"] as const;

/** What somebody else gets for Alice's calls, where it is no success; every admin procedure is forbidden besides. */
const REFUSED: Readonly<Record<string, readonly [status: number, code: string]>> = {
  "auth.login": unauthenticated,
  "auth.verifyOtp": invalid,
  "auth.verifySecondFactor": unauthenticated,
  "auth.signInByPasskey": unauthenticated,
  "auth.startPasskeyStep": unauthenticated,
  "auth.requestFactorOpening": unauthenticated,
  "auth.resetPassword": invalid,
  "auth.revokeSession": notFound,
  "account.changePassword": invalid,
  "account.changeEmail": invalid,
  "account.startTotp": invalid,
  "account.confirmTotp": conflict,
  "account.stopTotp": conflict,
  "account.confirmSession": conflict,
  "account.startConfirmation": conflict,
  "account.renewBackupCodes": unauthenticated,
  "account.startPasskey": invalid,
  "account.addPasskey": invalid,
  "account.renamePasskey": notFound,
  "account.removePasskey": notFound,
  "account.delete": invalid,
  "flips.addFlip": invalid,
  "billing.checkout": unavailable,
  "billing.portal": unavailable,
  "billing.cancel": unavailable,
  "billing.resume": unavailable,
  "billing.changePlan": unavailable,
  "apiKeys.delete": notFound,
  "items.getCatalogue": notFound,
  "views.change": notFound,
  "views.delete": notFound,
  "items.get": notFound,
  ...Object.fromEntries([...LEDGER_REFUSED, ...WATCHLIST_REFUSED].map((path) => [path, notFound])),
};

/** With a row of hers in the tables that others could try to reach. */
async function seedAlice(): Promise<void> {
  alice = await seedMember(desk.web, desk.db, { name: "Alice of Lumbridge" });
  await seedSession(desk.db, alice.userId);
  await desk.db.sql`
    insert into two_factors (id, secret, backup_codes, user_id, verified)
    values (gen_random_uuid(), 'sealed', 'sealed', ${alice.userId}, true)`;
  await desk.db.sql`update users set two_factor_enabled = true where id = ${alice.userId}`;
  await desk.db.sql`delete from passkeys`;
  await desk.db.sql`
    insert into passkeys (id, name, public_key, user_id, credential_id, counter, device_type, backed_up, transports,
      created_at, aaguid)
    values (${PASSKEY_ID}, 'Alice of Lumbridge', '', ${alice.userId}, ${HER_PASSKEY}, 0, 'singleDevice', false, '',
      now(), '')`;
  await alice.tell("account.updateProfile", { name: "Alice of Lumbridge" });
  await alice.tell("account.requestCode", { purpose: "change_password" });
  await desk.db.sql`delete from api_keys`;
  await desk.db.sql`
    insert into api_keys (id, user_id, name, hash, start, created_at)
    values (${KEY_ID}, ${alice.userId}, 'Alice of Lumbridge', 'hash', 'gem_', now())`;
  await desk.db.sql`delete from named_views`;
  await desk.db.sql`
    insert into named_views (id, user_id, name, view, changed_at)
    values (${VIEW_ID}, ${alice.userId}, 'Alice of Lumbridge', '?q=Alice of', now())`;
  await alice.tell("views.remember", { view: "?for=members" });
  await seedWatchlist(desk.db, alice);
  await seedLedger(desk.db, alice);
}
beforeAll(seedAlice);

const call = (path: string, as: Visitor): Promise<Reply> =>
  procedures[path]?._def.type === "query" ? as.ask(path, CALLS[path]?.()) : as.tell(path, CALLS[path]?.());
/** A person's browser, from an address that has tried nothing yet. */
const from = ({ cookies }: Visitor) => createVisitor(desk.web, { cookies: new Map(cookies) });
const rowsOf = ({ userId, email }: Member) => rowsThatHold(desk.db, userId, email);
const appCode = ({ error }: Reply) => error?.app?.["code"];

test("every procedure declares who may call it and its output", () => {
  expect(paths.length).toBeGreaterThan(30);
  for (const path of paths) {
    expect([path, accessOf(path)]).toEqual([path, expect.stringMatching(/^(public|user|admin)$/)]);
    expect([path, "output" in (procedures[path]?._def ?? {})]).toEqual([path, true]);
  }
  expect(paths.filter((path) => path.startsWith("admin.") && accessOf(path) !== "admin")).toEqual([]);
  expect(paths.filter((path) => path.startsWith("account.") && accessOf(path) !== "user")).toEqual([]);
});

test("every procedure is in the table of this file, with a valid input", () => {
  expect(paths.filter((path) => !(path in CALLS))).toEqual([]);
  for (const path of paths) {
    const inputs = procedures[path]?._def.inputs ?? [];
    const taken = inputs.every((schema) => schema.safeParse(CALLS[path]?.()).success);
    expect([path, taken]).toEqual([path, true]);
  }
});

describe("as a visitor", () => {
  test.each(paths)("%s", async (path) => {
    const before = await rowsOf(alice);
    const reply = await call(path, createVisitor(desk.web));
    if (accessOf(path) !== "public") {
      expect([reply.status, appCode(reply)]).toEqual([401, "unauthenticated"]);
      expect(await rowsOf(alice)).toEqual(before);
    }
    expect(reply.status).not.toBe(500);
    // A challenge for a passkey is everybody's, and opens nothing by itself.
    const cookies = reply.headers.getSetCookie().filter((cookie) => !cookie.includes("Max-Age=0"));
    expect(cookies.map((cookie) => cookie.split("=", 1)[0])).toEqual(
      path === "auth.startPasskeySignIn" ? [PASSKEY_COOKIE] : [],
    );
    expect(JSON.stringify([reply.data, reply.error])).not.toMatch(new RegExp(`${alice.userId}|Alice of`));
  });
});

describe("as another user", () => {
  // Another Alice, whose budget nobody has touched.
  beforeAll(seedAlice);

  test.each(paths)("%s", async (path) => {
    const bob = await seedMember(desk.web, desk.db, { name: "Bob" });
    const before = new Set(await rowsOf(alice));
    const reply = await call(path, from(bob));
    const after = new Set(await rowsOf(alice));
    const refused = accessOf(path) === "admin" ? [403, "forbidden"] : REFUSED[path];
    expect([reply.status, appCode(reply)]).toEqual(refused ?? [200, undefined]);
    const said = JSON.stringify([reply.data, reply.error]);
    for (const hers of [alice.userId, alice.sessionId, alice.email, "Alice of"])
      expect(said).not.toContain(hers);
    const changed = [...after, ...before].filter((row) => !(after.has(row) && before.has(row)));
    const allowed = OPEN[path];
    expect(changed.filter((row) => allowed === undefined || !allowed.test(row))).toEqual([]);
    // Whoever Bob is, what he did stands in his own account.
    expect((await from(alice).ask("auth.me")).data).toMatchObject({
      user: { id: alice.userId, role: "user" },
    });
  });
});

/** Answers others as if what is hers were not there: it leaves out ids of others instead of refusing them. */
const LEAVES_OUT = new Set(["watchlists.order"]);

const withIds = takersOfIds(procedures);
const needIds = withIds
  .filter(({ fields }) => fields.some(({ isNeeded }) => isNeeded))
  .map(({ path }) => path);

describe("an id of hers", () => {
  test("is in the call of every procedure that takes one", async () => {
    expect(needIds.length).toBeGreaterThan(15);
    const rows = (await rowsThatHold(desk.db, alice.userId)).join("\n");
    for (const { path, fields } of withIds) {
      const input = CALLS[path]?.() as Record<string, string | string[] | undefined>;
      const given = fields.flatMap(({ name }) => input[name] ?? []);
      expect([path, given.length > 0]).toEqual([path, true]);
      const hers = given.filter((id) => rows.includes(id.replace(/^\w+:/, "")));
      expect([path, hers]).toEqual([path, given]);
    }
  });

  test("is not found for others wherever one is needed", () => {
    const others = needIds.filter((path) => !LEAVES_OUT.has(path));
    expect(others.map((path) => [path, REFUSED[path]])).toEqual(others.map((path) => [path, notFound]));
  });

  test.each(needIds)("is found for its owner by %s", async (path) => {
    await seedAlice();
    const { status, error } = await call(path, from(alice));
    expect([status === 404, error?.code]).not.toEqual([true, "NOT_FOUND"]);
  });
});

test("the same calls succeed for their owner", async () => {
  const ended = await call("auth.revokeSession", from(await seedMember(desk.web, desk.db)));
  expect([ended.status, appCode(ended)]).toEqual([404, "not_found"]);
  for (const path of ["auth.sessions", "account.activity", "account.updateProfile"])
    expect([path, (await call(path, from(alice))).status]).toEqual([path, 200]);
  expect((await call("auth.revokeSession", from(alice))).data).toEqual({ revoked: 1 });
});
