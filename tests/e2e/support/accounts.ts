import { createHmac, randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import { codeFor, countMails } from "./mail.ts";
import { expect, someAddress } from "./test.ts";

/** To another address, for a test that does more within a minute than one may try. */
export const moveElsewhere = (page: Page): Promise<void> => page.setExtraHTTPHeaders(someAddress());

export type Person = { name: string; email: string; password: string };

export const newcomer = (name = "Zezima"): Person => ({
  name,
  email: `${randomUUID().slice(0, 13)}@example.com`,
  password: `correct horse ${randomUUID().slice(0, 8)}`,
});

export const field = (page: Page, name: string): Locator => page.getByRole("textbox", { name, exact: true });
export const button = (page: Page, name: string | RegExp): Locator =>
  page.getByRole("button", { name, exact: typeof name === "string" });
export const section = (page: Page, name: string): Locator => page.getByRole("region", { name });
export const account = (page: Page): Locator =>
  page.getByRole("banner").getByRole("button", { name: "Account" });
export const signInLink = (page: Page): Locator =>
  page.getByRole("banner").getByRole("link", { name: "Sign in" });
/** Each form of a page has an alert, which is empty until something is wrong. */
export const alertOf = (page: Page, text: string): Locator =>
  page.getByRole("main").getByRole("alert").filter({ hasText: text });
/** What stands beneath a field: its hint, or what is wrong with it. */
export const noteOf = async (input: Locator): Promise<Locator> =>
  input.page().locator(`[id="${await input.getAttribute("aria-describedby")}"]`);

export async function post(page: Page, procedure: string, input: unknown): Promise<void> {
  const status = await page.evaluate(
    async ([path, body]) =>
      (
        await fetch(`/trpc/${path}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        })
      ).status,
    [procedure, JSON.stringify(input)] as const,
  );
  expect(status, procedure).toBe(200);
}

/** Uses up what one address may try within a minute. */
export const spendTries = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const tries = Array.from({ length: 10 }, () =>
      fetch("/trpc/auth.verifyOtp", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ email: "nobody@example.com", code: "123456" }),
      }),
    );
    await Promise.all(tries);
  });

/** An account and a session for the page's browser, without the pages that another test is about. */
export async function join(page: Page, person: Person, path: string): Promise<void> {
  await page.goto("/sign-in");
  await post(page, "auth.register", person);
  const code = await codeFor(person.email);
  await post(page, "auth.verifyOtp", { email: person.email, password: person.password, code });
  await page.goto(path);
  await expect(account(page)).toBeVisible();
}

export async function signUp(page: Page, person: Person): Promise<void> {
  await field(page, "Name").fill(person.name);
  await field(page, "E-mail").fill(person.email);
  await field(page, "Password").fill(person.password);
  await button(page, "Make the account").click();
  await field(page, "Code").fill(await codeFor(person.email));
}

export async function signIn(
  page: Page,
  { email, password }: Pick<Person, "email" | "password">,
): Promise<void> {
  await field(page, "E-mail").fill(email);
  await field(page, "Password").fill(password);
  await button(page, "Sign in").click();
}

export async function signOut(page: Page): Promise<void> {
  await account(page).click();
  await button(page, "Sign out").click();
  // The whole page comes anew, and not any page: the market.
  await expect(signInLink(page)).toBeVisible({ timeout: 30_000 });
}

/** Does what sends a mail and answers the code in it. */
export async function codeAfter(email: string, act: () => Promise<void>): Promise<string> {
  const seen = await countMails(email);
  await act();
  return codeFor(email, seen);
}

const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_MS = 30_000;

function fromBase32(text: string): Buffer {
  const bits = [...text.toUpperCase().replaceAll(/[^A-Z2-7]/g, "")]
    .map((letter) => BASE32.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** What an authenticator app shows (RFC 6238: SHA-1, 30 s, 6 digits). */
export function totp(secret: string, atMs: number = Date.now()): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / STEP_MS)));
  const mac = createHmac("sha1", fromBase32(secret)).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(offset) & 0x7f_ff_ff_ff) % 1_000_000).padStart(6, "0");
}
