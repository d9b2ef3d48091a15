import { z } from "zod";
import { roles } from "#features/accounts/contract.ts";

/** Somebody who is signed in, as the copies of sessions hold it; times in epoch ms. */
export const session = z.object({
  id: z.string(),
  token: z.string(),
  userId: z.string(),
  role: z.enum(roles),
  expiresAt: z.number().int(),
});
export type Session = z.infer<typeof session>;

/** Who a verb acts for. */
export type UserActor = { kind: "user"; userId: string; role: Session["role"]; session: Session };

/** Where a request comes from: what is written down with a session and in the audit log. */
export type Visitor = { address: string; userAgent: string };

export const SESSION_DAYS = 30;
/** The prefix asks browsers for Secure, Path=/ and no Domain: no other host can set or shadow it. */
export const SESSION_COOKIE = "__Host-ge.session";
export const CHALLENGE_COOKIE = "__Host-ge.second-factor";
