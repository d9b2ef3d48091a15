import { and, gt } from "drizzle-orm";
import { SESSION_MAX_DAYS } from "#features/accounts/rules/session.ts";
import { sessions } from "#features/accounts/schema.ts";

const MAX_MS = SESSION_MAX_DAYS * 86_400_000;

/** The condition that a session has not ended by itself: neither unused for too long nor too old. */
export const isLiveSession = (now: Date) =>
  and(gt(sessions.expiresAt, now), gt(sessions.createdAt, new Date(now.getTime() - MAX_MS)));
