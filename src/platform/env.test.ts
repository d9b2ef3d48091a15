import { expect, test } from "vitest";
import { readEnv, readEnvOfUp } from "./env.ts";

const SECRET = "a-secret-of-more-than-32-characters";
const web = (env: Record<string, string> = {}) =>
  readEnv("web", {
    NODE_ENV: "test",
    DATABASE_URL: "postgres://127.0.0.1/desk",
    UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1",
    UPSTASH_REDIS_REST_TOKEN: "token",
    AUTH_SECRETS: SECRET,
    ...env,
  });
const worker = (env: Record<string, string> = {}) =>
  readEnv("worker", {
    NODE_ENV: "test",
    DATABASE_URL: "postgres://127.0.0.1/desk",
    PRICE_FEED_USER_AGENT: "GE-Metrics (test@example.org)",
    AUTH_SECRETS: SECRET,
    ...env,
  });
/** What `up` gives to the processes that it starts. */
const GIVEN = {
  DATABASE_URL: "postgres://127.0.0.1/desk",
  UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1",
  UPSTASH_REDIS_REST_TOKEN: "token",
  AUTH_SECRETS: SECRET,
  PRICE_FEED_USER_AGENT: "given by up, no contact",
};
const refusal = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    return String(error);
  }
  return "accepted";
};

test("AUTH_SECRETS is a list, the newest secret first", () => {
  const older = SECRET.toUpperCase();
  expect(web({ AUTH_SECRETS: `${SECRET}, ${older}` }).AUTH_SECRETS).toEqual([SECRET, older]);
});

test.each(["short", `${SECRET},short`, `${SECRET},`])(
  "refuses a list with a weak or empty secret without printing it (%#)",
  (AUTH_SECRETS) => {
    const said = refusal(() => web({ AUTH_SECRETS }));
    expect(said).toContain("AUTH_SECRETS: must be secrets of at least 32 characters");
    expect(said).not.toContain("short");
    expect(said).not.toContain(SECRET);
  },
);

test("PUBLIC_URL is an origin, by default this machine's", () => {
  expect(web({ PORT: "8080" }).PUBLIC_URL).toBe("http://localhost:8080");
  expect(web({ PUBLIC_URL: "https://desk.example/" }).PUBLIC_URL).toBe("https://desk.example");
  expect(refusal(() => web({ PUBLIC_URL: "https://desk.example/app" }))).toContain("PUBLIC_URL");
  expect(refusal(() => web({ PUBLIC_URL: "ftp://desk.example" }))).toContain("PUBLIC_URL");
});

test("SMTP_URL is optional for the worker, but must be an SMTP URL", () => {
  expect(worker().SMTP_URL).toBeUndefined();
  expect(worker({ SMTP_URL: "smtps://user:pass@mail.example:465" }).SMTP_URL).toContain("mail.example");
  expect(refusal(() => worker({ SMTP_URL: "http://mail.example" }))).toContain("SMTP_URL");
});

test("MAIL_FROM is one header line with an e-mail address", () => {
  expect(worker().MAIL_FROM).toBe("GE-Metrics <no-reply@localhost>");
  expect(worker({ MAIL_FROM: "desk@example.org" }).MAIL_FROM).toBe("desk@example.org");
  for (const bad of ["nobody", "Desk <desk@example.org>\r\nBcc: a@b.c", "a@b\n.c"]) {
    expect(refusal(() => worker({ MAIL_FROM: bad }))).toContain("MAIL_FROM");
  }
});

test.each(["ge.example.org", "https://", "http//x", "::"])(
  "a value that is no URL is a named fault: %s",
  (value) => {
    for (const name of ["PUBLIC_URL", "DATABASE_URL", "UPSTASH_REDIS_REST_URL", "ICON_BASE_URL"]) {
      const said = refusal(() => web({ [name]: value }));
      expect(said).toContain(`${name}: `);
    }
  },
);

test("up names the faults of all that it starts at once, and no value", () => {
  expect(readEnvOfUp(GIVEN, { NODE_ENV: "test" }).HOST).toBe("127.0.0.1");
  const bad = {
    NODE_ENV: "test",
    PUBLIC_URL: "ge.example.org",
    TRUSTED_PROXIES: "abc",
    HOST: "a b",
    STRIPE_SECRET_KEY: "sk_test_1",
    LEASE_LOST_AFTER_MS: "soon",
  } as const;
  const said = refusal(() => readEnvOfUp(GIVEN, bad));
  const names = new Set([...said.matchAll(/^  (\w+): /gm)].map(([, name]) => name));
  expect(names).toEqual(
    new Set(["HOST", "LEASE_LOST_AFTER_MS", "PUBLIC_URL", "STRIPE_WEBHOOK_SECRET", "TRUSTED_PROXIES"]),
  );
  for (const value of ["ge.example.org", "abc", "sk_test_1", "soon"]) expect(said).not.toContain(value);
});

test.each([
  ["DATABASE_URL", "postgres://db.example/desk", "postgres://db.example/desk?sslmode=verify-full"],
  ["DATABASE_URL", "postgres://db.example/desk?sslmode=require", "postgres://localhost/desk"],
  ["DATABASE_REPLICA_URL", "postgres://10.0.0.2/desk", "postgres://[::1]/desk"],
  ["UPSTASH_REDIS_REST_URL", "http://redis.example", "https://redis.example"],
])("%s on another machine must be encrypted", (name, open, closed) => {
  const said = refusal(() => web({ [name]: open }));
  expect(said).toContain(`${name}: is on another machine and not encrypted`);
  expect(said).not.toContain(open);
  expect(web({ [name]: closed })).toMatchObject({ [name]: closed });
  expect(web({ [name]: open, ALLOW_UNENCRYPTED_STORES: "yes" })).toMatchObject({ [name]: open });
});

test("sizes and days have the measured defaults, and history is kept for good", () => {
  expect(web()).toMatchObject({ WEB_DATABASE_POOL: 10, WEB_HEAP_MB: 256, DRAIN_NOTICE_MS: 2_000 });
  expect(web()).toMatchObject({ DISK_FLOOR_MB: 512 });
  expect(worker()).toMatchObject({ WORKER_DATABASE_POOL: 4, WORKER_HEAP_MB: 192 });
  expect(worker()).toMatchObject({ KEEP_UNOWNED_AUDIT_DAYS: 90 });
  for (const name of ["KEEP_HISTORY_5M_DAYS", "KEEP_HISTORY_1H_DAYS", "KEEP_STRIPE_EVENTS_DAYS"] as const) {
    expect(worker()[name]).toBeUndefined();
    expect(worker({ [name]: "400" })[name]).toBe(400);
  }
});

test("up refuses sizes and days of its parts out of their ranges, all at once, and no value", () => {
  const bad = {
    NODE_ENV: "test",
    WEB_DATABASE_POOL: "1",
    WORKER_DATABASE_POOL: "3",
    WEB_HEAP_MB: "12",
    WORKER_HEAP_MB: "lots",
    DRAIN_NOTICE_MS: "70001",
    DISK_FLOOR_MB: "0",
    POSTGRES_SHARED_BUFFERS_MB: "8",
    // The plan table promises 365 days to everybody.
    KEEP_HISTORY_5M_DAYS: "364",
    KEEP_HISTORY_1H_DAYS: "1.5",
    KEEP_UNOWNED_AUDIT_DAYS: "-77",
    KEEP_STRIPE_EVENTS_DAYS: "29",
  } as const;
  const said = refusal(() => readEnvOfUp(GIVEN, bad));
  const named = [...said.matchAll(/^  (\w+): /gm)].map(([, name]) => name);
  const { NODE_ENV: _, ...faulty } = bad;
  expect(named.toSorted()).toEqual(Object.keys(faulty).toSorted());
  for (const value of ["lots", "70001", "-77"]) expect(said).not.toContain(value);
});
