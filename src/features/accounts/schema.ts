import { sql } from "drizzle-orm";
import {
  bigint,
  boolean,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  uuid,
} from "drizzle-orm/pg-core";
import { roles } from "./contract.ts";

const moment = (name: string) => timestamp(name, { withTimezone: true });

/** better-auth's `user`, plus `role` and `lockedAt`. E-mail addresses are stored in lower case. */
export const users = pgTable(
  "users",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    email: text("email").notNull().unique(),
    emailVerified: boolean("email_verified").notNull().default(false),
    image: text("image"),
    twoFactorEnabled: boolean("two_factor_enabled").notNull().default(false),
    role: text("role", { enum: roles }).notNull().default("user"),
    lockedAt: moment("locked_at"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [
    check("users_email_lower", sql`${table.email} = lower(${table.email})`),
    index("users_created").on(table.createdAt.desc(), table.id),
  ],
);

/** A row is deleted with its user. */
const owner = () =>
  uuid("user_id")
    .notNull()
    .references(() => users.id, { onDelete: "cascade" });

/** better-auth's `session`, plus `lastUsedAt` and `confirmedAt`. */
export const sessions = pgTable(
  "sessions",
  {
    id: uuid("id").primaryKey(),
    token: text("token").notNull().unique(),
    userId: owner(),
    expiresAt: moment("expires_at").notNull(),
    ipAddress: text("ip_address"),
    userAgent: text("user_agent"),
    lastUsedAt: moment("last_used_at").notNull().defaultNow(),
    /** When its user last proved the second factor in it. Only here, so that no cached copy of a session extends it. */
    confirmedAt: moment("confirmed_at"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("sessions_user").on(table.userId), index("sessions_expires").on(table.expiresAt)],
);

/** better-auth's `account`: a sign-in method of a user; so far only passwords. */
export const credentials = pgTable(
  "credentials",
  {
    id: uuid("id").primaryKey(),
    accountId: text("account_id").notNull(),
    providerId: text("provider_id").notNull(),
    userId: owner(),
    accessToken: text("access_token"),
    refreshToken: text("refresh_token"),
    idToken: text("id_token"),
    accessTokenExpiresAt: moment("access_token_expires_at"),
    refreshTokenExpiresAt: moment("refresh_token_expires_at"),
    scope: text("scope"),
    password: text("password"),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("credentials_user").on(table.userId)],
);

/** better-auth's `verification`: challenges for the second factor and their counted attempts. */
export const verifications = pgTable(
  "verifications",
  {
    id: uuid("id").primaryKey(),
    identifier: text("identifier").notNull(),
    value: text("value").notNull(),
    expiresAt: moment("expires_at").notNull(),
    createdAt: moment("created_at").notNull(),
    updatedAt: moment("updated_at").notNull(),
  },
  (table) => [index("verifications_identifier").on(table.identifier)],
);

/**
 * better-auth's `twoFactor`. better-auth encrypts the secret and the backup codes. An account with a second factor has a
 * row; it is `verified` if an authenticator app is one. Without an app it holds the backup codes of passkeys.
 */
export const twoFactors = pgTable(
  "two_factors",
  {
    id: uuid("id").primaryKey(),
    secret: text("secret").notNull(),
    backupCodes: text("backup_codes").notNull(),
    userId: owner(),
    verified: boolean("verified").notNull().default(false),
    failedVerificationCount: integer("failed_verification_count").notNull().default(0),
    lockedUntil: moment("locked_until"),
    /** Ours: wrong codes since the last right one. From a number on, only a mailed code opens the factor again. */
    wrongCodes: integer("wrong_codes").notNull().default(0),
  },
  (table) => [index("two_factors_user").on(table.userId)],
);

/** The shape of better-auth's `passkey`, plus `lastUsedAt`. The server has the public keys only. */
export const passkeys = pgTable(
  "passkeys",
  {
    id: uuid("id").primaryKey(),
    name: text("name").notNull(),
    publicKey: text("public_key").notNull(),
    userId: owner(),
    credentialId: text("credential_id").notNull().unique(),
    /** An authenticator's count of its signatures; 0 for one that does not count. Up to 2^32 - 1. */
    counter: bigint("counter", { mode: "number" }).notNull(),
    deviceType: text("device_type").notNull(),
    backedUp: boolean("backed_up").notNull(),
    transports: text("transports").notNull(),
    createdAt: moment("created_at").notNull(),
    aaguid: text("aaguid").notNull(),
    lastUsedAt: moment("last_used_at"),
  },
  (table) => [index("passkeys_user").on(table.userId)],
);

/** Challenges that a passkey has signed, stored while they are still valid. Others are in a cookie alone. */
export const usedChallenges = pgTable(
  "used_challenges",
  {
    challenge: text("challenge").primaryKey(),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [index("used_challenges_expires").on(table.expiresAt)],
);

/** Browsers that have signed in to an account: a hash of the id in the device's cookie. */
export const devices = pgTable(
  "devices",
  {
    userId: owner(),
    hash: text("hash").notNull(),
    firstUsedAt: moment("first_used_at").notNull(),
    lastUsedAt: moment("last_used_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.hash] })],
);

/** Codes of authenticator apps that were used, stored while they are still valid. */
export const usedTotps = pgTable(
  "used_totps",
  {
    userId: owner(),
    code: text("code").notNull(),
    usedAt: moment("used_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.code] })],
);

/** One row per e-mail address and purpose, so that only the newest code of a purpose exists. */
export const codes = pgTable(
  "codes",
  {
    email: text("email").notNull(),
    purpose: text("purpose").notNull(),
    hash: text("hash").notNull(),
    tries: integer("tries").notNull().default(0),
    expiresAt: moment("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.email, table.purpose] }),
    index("codes_expires").on(table.expiresAt),
  ],
);
