import { expect, test } from "vitest";
import { readEnv } from "./env.ts";

const SECRET = "a-secret-of-more-than-32-characters";
const web = (env: Record<string, string> = {}) =>
  readEnv("web", {
    NODE_ENV: "test",
    DATABASE_URL: "postgres://db/desk",
    UPSTASH_REDIS_REST_URL: "http://127.0.0.1:1",
    UPSTASH_REDIS_REST_TOKEN: "token",
    AUTH_SECRETS: SECRET,
    ...env,
  });
const worker = (env: Record<string, string> = {}) =>
  readEnv("worker", {
    NODE_ENV: "test",
    DATABASE_URL: "postgres://db/desk",
    PRICE_FEED_USER_AGENT: "GE-Metrics (test@example.org)",
    AUTH_SECRETS: SECRET,
    ...env,
  });
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
