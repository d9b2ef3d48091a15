import { fork } from "node:child_process";
import { once } from "node:events";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { SESSION_COOKIE } from "#features/accounts/rules/session.ts";
import { cookieHeader } from "#features/accounts/core/sign-cookies.ts";
import { ensureAuthSecret } from "#processes/up/setup/kept-secret.ts";
import type { AttackOrder, AttackReport } from "./attacker.ts";

const DEAD_COOKIES = 1_000;

/** Runs the attacks in a process of their own, so that the honest users' times are measured without them. */
export async function startAttacks(order: AttackOrder): Promise<AttackReport> {
  const child = fork(join(import.meta.dirname, "attacker.ts"), { execPath: process.execPath });
  child.send(order);
  const [report] = (await Promise.race([
    once(child, "message"),
    once(child, "exit").then(([code]) => {
      throw new Error(`the attacks ended with code ${code}`);
    }),
  ])) as [AttackReport];
  return report;
}

/** Cookies that the copy has signed for sessions which are no more. */
export async function makeDeadCookies(dataDir: string): Promise<string[]> {
  const secret = await ensureAuthSecret(dataDir);
  return Array.from({ length: DEAD_COOKIES }, () =>
    cookieHeader({ [SESSION_COOKIE]: randomBytes(24).toString("base64url") }, [secret]),
  );
}
