import { describe, expect, test } from "vitest";
import type { ZodType } from "zod";
import { appRouter } from "#server/root.ts";
import { readDevice } from "#features/accounts/sessions/read-device.ts";
import { PASSWORD, seedMember, seedUser } from "../../support/people/seed-users.ts";
import { hashPassword } from "#features/accounts/core/hash-password.ts";
import { seedAdmin } from "../../support/people/admins.ts";
import { useDesk } from "../../support/people/desk.ts";
import { newestCode } from "../../support/people/mailbox.ts";
import { randomEmail } from "../../support/people/members.ts";
import { randomIp, createVisitor } from "../../support/people/visitor.ts";

const desk = useDesk();
const SLOW = { timeout: 60_000 };
const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { inputs: ZodType[] } }>;
const accountProcedures = Object.entries(procedures).filter(([path]) => /^(auth|account|admin)\./.test(path));

const post = (path: string, body: string) =>
  fetch(`${desk.web.url}/trpc/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", "x-forwarded-for": randomIp() },
    body,
  });

describe("prototypes are not changed", () => {
  const poisons = [
    `"__proto__":{"polluted":true,"role":"admin"}`,
    `"constructor":{"prototype":{"polluted":true}}`,
    `"prototype":{"polluted":true}`,
    `"toString":"polluted"`,
  ];
  const wrap = (poison: string, depth: number) => `${'{"a":'.repeat(depth)}{${poison}}${"}".repeat(depth)}`;

  test.each(poisons)("after %s anywhere in a body", async (poison) => {
    const good = `"email":"${randomEmail()}","password":"${PASSWORD}","name":"N"`;
    for (const body of [
      `{${poison},${good}}`,
      `{${good},${poison}}`,
      `{"email":{${poison}},"password":"x"}`,
      wrap(poison, 1),
      wrap(poison, 50),
      `[{${poison}}]`,
    ]) {
      for (const path of ["auth.register", "auth.login", "auth.verifyOtp", "auth.verifySecondFactor"])
        expect([path, body, (await post(path, body)).status]).toEqual([path, body, 400]);
    }
    for (const batch of [`{"0":{${poison},${good}}}`, `{${poison}}`, `{"0":{},${poison}}`]) {
      const response = await post("auth.login?batch=1", batch);
      expect([batch, response.status]).toEqual([batch, 400]);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect([Reflect.get({}, "polluted"), Reflect.get([], "role"), String({})]).toEqual([
      undefined,
      undefined,
      "[object Object]",
    ]);
  });

  test("their names are neither calls of a batch nor procedures", async () => {
    for (const path of ["__proto__", "constructor", "auth.__proto__", "auth.constructor", "auth.toString"])
      expect([path, (await post(path, "{}")).status]).toEqual([path, 404]);
  });
});

describe("a body that is too large", () => {
  test.each([
    ["10,000 arrays deep", `{"email":${"[".repeat(10_000)}${"]".repeat(10_000)},"password":"x"}`],
    ["10,000 objects deep", `${'{"a":'.repeat(9_000)}1${"}".repeat(9_000)}`],
    ["10,000 deep and broken off", `{"email":${"[".repeat(10_000)}`],
    ["64 KB in one text", JSON.stringify({ email: "a@example.com", password: "x".repeat(65_000) })],
    ["64 KB of keys", `{${Array.from({ length: 6_000 }, (_, n) => `"k${n}":1`).join(",")}}`],
  ])("%s is refused, and the next one served", async (_what, body) => {
    expect((await post("auth.login", body)).status).toBe(400);
    expect((await post("auth.login?batch=1", `{"0":${body}}`)).status).toBe(400);
    expect((await post("auth.requestReset", JSON.stringify({ email: randomEmail() }))).status).toBe(200);
  });

  test("beyond 64 KB is not read", async () => {
    const body = JSON.stringify({ email: "a@example.com", password: "x".repeat(66_000) });
    expect((await post("auth.login", body)).status).toBe(413);
  });
});

describe("no text takes long to validate", () => {
  const LONG = 100_000;
  const texts: Record<string, string> = {
    dots: `a@${"a.".repeat(LONG / 2)}`,
    "dots without an end": `a@${"a.".repeat(LONG / 2)}!`,
    hyphens: `a@${"a-".repeat(LONG / 2)}.com!`,
    ats: "a@".repeat(LONG / 2),
    "a long name": `${"a.+_'-".repeat(LONG / 6)}@example.com`,
    "254 letters": `${"a".repeat(253)}@`,
    "254 labels": `a@${"a.".repeat(126)}`,
    spaces: " ".repeat(LONG),
    "spaces inside": `a${" ".repeat(LONG)}a`,
    brackets: "(".repeat(LONG),
    digits: "1".repeat(LONG),
    "digits and hyphens": "1-".repeat(LONG / 2),
    letters: "aaaaa".repeat(LONG / 5),
    marks: `a${"\u0301".repeat(LONG)}`,
    surrogates: "\uD83D".repeat(LONG),
    "letters that grow": "\uFDFA".repeat(LONG),
    percents: "%_\\".repeat(LONG / 3),
    "a cursor": `${"1".repeat(LONG)}.${"a".repeat(LONG)}`,
  };
  const fields = ["email", "password", "newPassword", "name", "code", "presentCode", "newCode", "newEmail"];
  const more = ["backupCode", "sessionId", "userId", "text", "after", "purpose"];

  test.each(Object.entries(texts))("%s", (_what, text) => {
    const input = Object.fromEntries([...fields, ...more].map((field) => [field, text]));
    const alone = [...fields, ...more].map((field) => ({ [field]: text }));
    for (const [path, { _def }] of accountProcedures) {
      for (const schema of _def.inputs) {
        for (const value of [input, text, ...alone]) {
          const before = process.cpuUsage();
          schema.safeParse(value);
          const { user, system } = process.cpuUsage(before);
          expect([path, (user + system) / 1_000 < 50]).toEqual([path, true]);
        }
      }
    }
    const before = process.cpuUsage();
    readDevice(text.slice(0, 16_384));
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(50);
  });
});

describe("characters", () => {
  test("that are a problem for a database or a page are refused or stored unchanged", async () => {
    const member = await seedMember(desk.web, desk.db);
    const rename = (name: string) => member.tell("account.updateProfile", { name });
    for (const name of ["a\0b", "\uD800", "a\uDC00b", "a\u202Eb", "\u2066a\u2069", "a\u200Bb", "a\u200Db"])
      expect([name, (await rename(name)).status]).toEqual([name, 400]);
    for (const name of [
      "\uFEFFab",
      "\u3164",
      "\u034F",
      "\u2800",
      "\uFE0F",
      "\u0301",
      "a\nb",
      "\u{E0001}a",
      " ",
    ])
      expect([name, (await rename(name)).status]).toEqual([name, name.startsWith("\uFEFF") ? 200 : 400]);
    for (const name of ["<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "${7*7}{{7*7}}"])
      expect((await rename(name)).data).toMatchObject({ name });
    for (const name of ["زيزيما", "名前 ❤️", "O'Brien; drop table users"])
      expect((await rename(name)).data).toMatchObject({ name });
    expect((await rename("e\u0301")).data).toMatchObject({ name: "é" });
  });

  test("of e-mail addresses are restricted", async () => {
    const ask = (email: string) => createVisitor(desk.web).tell("auth.resendOtp", { email });
    for (const email of [
      "a\0@example.com",
      "a@example.com\r\nBcc: b@example.com",
      "a@exämple.com",
      "\uD800@x.org",
    ])
      expect([email, (await ask(email)).status]).toEqual([email, 400]);
    for (const email of [
      "a b@example.com",
      '"a"@example.com',
      "a@b",
      "<a@example.com>",
      "a@example.com,b@x.org",
    ])
      expect([email, (await ask(email)).status]).toEqual([email, 400]);
  });

  test("a NUL in an admin's search is refused", async () => {
    const admin = await seedAdmin(desk.web, desk.db);
    expect((await admin.ask("admin.users", { text: "a\0b" })).status).toBe(400);
    expect((await admin.ask("admin.users", { text: "\uD800" })).status).toBe(200);
  });
});

describe("a password", () => {
  const signUpWith = async (password: string) => {
    const [visitor, email] = [createVisitor(desk.web), randomEmail()];
    const { status } = await visitor.tell("auth.register", { email, password, name: "N" });
    if (status !== 200) return { status, email };
    await visitor.tell("auth.verifyOtp", { email, code: await newestCode(desk.db, email), password });
    return { status, email };
  };
  const signIn = async (email: string, password: string) =>
    (await createVisitor(desk.web).tell("auth.login", { email, password })).status;

  test("may have 128 characters of any kind, and one more is refused, not truncated", SLOW, async () => {
    for (const password of ["\u{1F511}".repeat(128), "\uFDFA".repeat(128), "\0plain tuna lighthouse"]) {
      const { status, email } = await signUpWith(password);
      expect([status, await signIn(email, password)]).toEqual([200, 200]);
      expect(await signIn(email, password.slice(0, -2))).toBe(401);
    }
    expect((await signUpWith("\u{1F511}".repeat(128) + "a")).status).toBe(400);
  });

  test("is refused if many people use it or it is the owner's own, wherever it is set", SLOW, async () => {
    const member = await seedMember(desk.web, desk.db);
    const { email } = member;
    const weak = ["password12345", email, "Qwertyuiop!12"];
    for (const password of weak) {
      const refused = await createVisitor(desk.web).tell("auth.register", { email, password, name: "N" });
      expect([refused.status, refused.error?.app?.["field"]]).toEqual([400, "password"]);
    }
    const change = { code: "000000", newPassword: "password12345" };
    const changed = await member.tell("account.changePassword", change);
    expect([changed.status, changed.error?.app?.["field"]]).toEqual([400, "newPassword"]);
    const reset = await createVisitor(desk.web).tell("auth.resetPassword", { ...change, email });
    expect([reset.status, reset.error?.app?.["field"]]).toEqual([400, "newPassword"]);
    expect((await signUpWith("eleven char")).status).toBe(400);
  });

  test("of an older account may be shorter and still signs in", async () => {
    const email = randomEmail();
    const id = await seedUser(desk.db, { email });
    await desk.db
      .sql`update credentials set password = ${await hashPassword("short one")} where user_id = ${id}`;
    expect(await signIn(email, "short one")).toBe(200);
  });

  test("is the same in every Unicode form of its characters", SLOW, async () => {
    const { email } = await signUpWith("Zürich ﬁne Ａpple".normalize("NFC"));
    for (const form of ["NFD", "NFKC", "NFKD"])
      expect(await signIn(email, "Zürich ﬁne Ａpple".normalize(form))).toBe(200);
    expect(await signIn(email, "Zurich fine Apple")).toBe(401);
  });
});
