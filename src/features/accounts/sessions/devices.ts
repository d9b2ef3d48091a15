import { createHash, randomBytes } from "node:crypto";
import { and, desc, eq, inArray } from "drizzle-orm";
import { queueMail } from "#features/mail/queue-mail.ts";
import type { Actor, Visitor } from "#platform/actor.ts";
import type { Db } from "#platform/db/db.ts";
import type { AccountDeps } from "#features/accounts/deps.ts";
import { setCookie, signValue } from "#features/accounts/core/sign-cookies.ts";
import { newDeviceMail } from "#features/accounts/rules/mails.ts";
import { DEVICE_COOKIE, DEVICE_DAYS } from "#features/accounts/rules/session.ts";
import { devices, users } from "#features/accounts/schema.ts";
import { readDevice } from "./read-device.ts";

const DAY_S = 86_400;
/** The devices that are remembered for a user; the one that was used longest ago is forgotten for another. */
const MAX_DEVICES = 20;

/** A hash of the device's id, so that read access to the database does not make a known device. */
const hashOf = (device: string): string => createHash("sha256").update(device).digest("base64url");

function describe({ userAgent }: Visitor): string {
  const { browser, system } = readDevice(userAgent);
  return [browser ?? "an unknown browser", system].filter((part) => part !== null).join(" on ");
}

/** Whether the visitor's browser has signed in to the account with this e-mail address before. Costs one query. */
export async function isKnownDevice(db: Db, visitor: Visitor, email: string): Promise<boolean> {
  const device = visitor.readDevice?.() ?? null;
  if (device === null) return false;
  const found = await db
    .select({ hash: devices.hash })
    .from(devices)
    .innerJoin(users, eq(users.id, devices.userId))
    .where(and(eq(users.email, email), eq(devices.hash, hashOf(device))));
  return found.length > 0;
}

/**
 * Records that the visitor's browser has signed in, and returns the cookie by which it is known from now on. If the user
 * has other devices, a new one is reported to the owner by mail.
 */
export async function rememberDevice(
  { auth, clock, encryption }: Pick<AccountDeps, "auth" | "clock" | "encryption">,
  { visitor }: Actor,
  user: { id: string; email: string },
): Promise<string> {
  const device = visitor.readDevice?.() ?? randomBytes(16).toString("base64url");
  const row = { userId: user.id, hash: hashOf(device), lastUsedAt: clock.now() };
  await auth.inTransaction(async (tx) => {
    const known = await tx
      .select({ hash: devices.hash })
      .from(devices)
      .where(eq(devices.userId, user.id))
      .orderBy(desc(devices.lastUsedAt));
    await tx
      .insert(devices)
      .values({ ...row, firstUsedAt: row.lastUsedAt })
      .onConflictDoUpdate({
        target: [devices.userId, devices.hash],
        set: { lastUsedAt: row.lastUsedAt },
      });
    if (known.length === 0 || known.some(({ hash }) => hash === row.hash)) return;
    const forgotten = known.slice(MAX_DEVICES - 1).map(({ hash }) => hash);
    if (forgotten.length > 0)
      await tx.delete(devices).where(and(eq(devices.userId, user.id), inArray(devices.hash, forgotten)));
    await queueMail(
      { tx, encryption },
      { to: user.email, content: newDeviceMail(describe(visitor), visitor.ip) },
    );
  });
  return setCookie(DEVICE_COOKIE, signValue(device, auth.secrets[0] ?? ""), DEVICE_DAYS * DAY_S);
}
