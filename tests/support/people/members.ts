import { randomBytes } from "node:crypto";
import type { DbHandle } from "#platform/db/db.ts";
import { newestCode } from "./mailbox.ts";
import { createVisitor } from "./visitor.ts";
import type { Visitor } from "./visitor.ts";

export type Member = Visitor & { email: string; password: string; userId: string };

export const randomEmail = (): string => `${randomBytes(6).toString("hex")}@example.com`;

/** Somebody who has signed up, typed the code and is signed in. */
export async function signUp(
  web: { url: string },
  db: DbHandle,
  opts: { email?: string; password?: string; name?: string; secrets?: readonly string[] } = {},
): Promise<Member> {
  const visitor = createVisitor(web);
  const email = opts.email ?? randomEmail();
  const password = opts.password ?? "correct horse battery";
  await visitor.tell("auth.register", { email, password, name: opts.name ?? "Zezima" });
  const code = await newestCode(db, email, opts.secrets);
  const { data, error } = await visitor.tell("auth.verifyOtp", { email, code, password });
  const { user } = data as { user?: { id: string } };
  if (user === undefined) throw new Error(`sign-up failed: ${error?.message}`);
  return { ...visitor, email, password, userId: user.id };
}
