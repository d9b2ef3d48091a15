import { once } from "node:events";
import { Agent, request } from "node:http";
import type { IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { expect, test } from "vitest";
import { issueCode } from "#features/accounts/codes/issue-code.ts";
import { seedUser } from "../../support/people/seed-users.ts";
import { useDesk } from "../../support/people/desk.ts";
import { TEST_SECRETS } from "../../support/people/mailbox.ts";
import { randomEmail } from "../../support/people/members.ts";

const GUESSES = 10_000;
/** What an address has in a minute: each spends all of it in one request, the cheapest way there is. */
const AN_ADDRESS = 10;
const AT_ONCE = 4;
const desk = useDesk();

type Answer = { result?: { data: unknown }; error?: { message: string; data: { httpStatus: number } } };

/** Sends guesses, ten per IP address, over connections that stay open. */
async function guessAll(guesses: readonly string[], email: string) {
  const agent = new Agent({ keepAlive: true, maxSockets: AT_ONCE });
  const answers: Answer[] = [];
  const cookies: unknown[] = [];
  const send = async (index: number): Promise<void> => {
    const codes = guesses.slice(index * AN_ADDRESS, (index + 1) * AN_ADDRESS);
    const body = JSON.stringify({ ...codes.map((code) => ({ email, code })) });
    const req = request(`${desk.web.url}/trpc/${codes.map(() => "auth.verifyOtp").join(",")}?batch=1`, {
      agent,
      method: "POST",
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        // Left of the address that the proxy saw, what the attacker wrote there.
        "x-forwarded-for": `8.8.8.${index % 250}, 100.64.${index >> 8}.${index % 256}`,
      },
    });
    req.end(body);
    const [res] = (await once(req, "response")) as [IncomingMessage];
    cookies.push(...(res.headers["set-cookie"] ?? []));
    answers.push(...((await json(res)) as Answer[]));
  };
  let next = 0;
  const work = async () => {
    for (let at = next++; at * AN_ADDRESS < guesses.length; at = next++) await send(at);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  agent.destroy();
  return { answers, cookies };
}

test("10,000 guesses from 1,000 IP addresses do not succeed", { timeout: 240_000 }, async () => {
  const email = randomEmail();
  const userId = await seedUser(desk.db, { email });
  const deps = { db: desk.db.orm, clock: desk.clock, secrets: TEST_SECRETS };
  const code = await issueCode(deps, { email, purpose: "sign_in" });
  // The right one comes when the budget is spent, or this would be a lottery of one in a hundred thousand.
  const wrong = Array.from({ length: GUESSES }, (_, n) => String(n).padStart(6, "0"));
  const guesses = [...wrong.filter((guess) => guess !== code).slice(0, GUESSES - 1), code];

  const startedAt = performance.now();
  const { answers, cookies } = await guessAll(guesses, email);
  const seconds = (performance.now() - startedAt) / 1_000;

  const refused = (status: number) => answers.filter(({ error }) => error?.data.httpStatus === status);
  expect(answers).toHaveLength(GUESSES);
  expect([answers.filter(({ result }) => result !== undefined), cookies]).toEqual([[], []]);
  expect(await desk.db.sql`select id from sessions where user_id = ${userId}`).toHaveLength(0);
  // What came as far as the comparison with a code, and how often this code was compared.
  const compared = refused(400).length;
  expect(compared + refused(429).length).toBe(GUESSES);
  // limits.test.ts counts the ten of one budget. A busy machine may keep Redis from answering once: then the process
  // goes on with a budget of its own, which is as large, and there is no third.
  expect(compared).toBeGreaterThanOrEqual(10);
  expect(compared).toBeLessThanOrEqual(20);
  process.stdout.write(`10,000 guesses in ${seconds.toFixed(1)} s, ${compared} compared with a code\n`);
  expect(await desk.db.sql`select tries from codes where email = ${email}`).toEqual([{ tries: 5 }]);
  expect(refused(429)[0]?.error?.message).toMatch(
    /^Too many tries for this account\. Wait \d+ minutes, then try again$/,
  );
});
