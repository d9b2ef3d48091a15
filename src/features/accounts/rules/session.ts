import { z } from "zod";
import { roles } from "#features/accounts/contract.ts";
import type { Session } from "#platform/actor.ts";

/** A session as its copy in Redis holds it; times in epoch ms. */
export const session: z.ZodObject<{ [Field in keyof Session]: z.ZodType<Session[Field]> }> = z.object({
  id: z.string(),
  token: z.string(),
  userId: z.string(),
  role: z.enum(roles),
  expiresAt: z.number().int(),
});
export const SESSION_DAYS = 30;
/** The prefix asks browsers for Secure, Path=/ and no Domain: no other host can set or shadow it. */
export const SESSION_COOKIE = "__Host-ge.session";
export const CHALLENGE_COOKIE = "__Host-ge.second-factor";
