import { z } from "zod";
import { roles } from "#features/accounts/contract.ts";

/** An account as an admin sees it; times in epoch ms. */
export const managedUser = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  emailVerified: z.boolean(),
  /** Whether there is a second factor of any kind. */
  twoFactor: z.boolean(),
  createdAt: z.number().int(),
  lastUsedAt: z.number().int().nullable(),
  sessions: z.number().int(),
  /** Null: not locked. */
  lockedAt: z.number().int().nullable(),
});
export type ManagedUser = z.infer<typeof managedUser>;

export const userFilters = ["all", "admins", "locked", "unverified"] as const;

/** `text` is searched for in names and e-mail addresses; `after` is the `next` of the previous page. */
export const searchUsersInput = z.strictObject({
  // PostgreSQL's text type cannot contain NUL.
  text: z
    .string()
    .trim()
    .max(254)
    .regex(/^[^\0]*$/)
    .default(""),
  filter: z.enum(userFilters).default("all"),
  after: z.string().max(300).optional(),
});
export type SearchUsersInput = z.infer<typeof searchUsersInput>;

/** Newest account first. `plans`: the plan of each by its id; null where nothing is sold. */
export const userPage = z.object({
  users: z.array(managedUser),
  plans: z.record(z.string(), z.string()).nullable(),
  total: z.number().int(),
  next: z.string().nullable(),
});
export type UserPage = z.infer<typeof userPage>;

export const userIdInput = z.strictObject({ userId: z.uuid() });
export type UserIdInput = z.infer<typeof userIdInput>;

export const setLockInput = z.strictObject({ userId: z.uuid(), locked: z.boolean() });
export type SetLockInput = z.infer<typeof setLockInput>;

export const setRoleInput = z.strictObject({ userId: z.uuid(), role: z.enum(roles) });
export type SetRoleInput = z.infer<typeof setRoleInput>;

/** One account's audit log, or that of all accounts without `userId`; `before` is the `next` of the previous page. */
export const auditLogInput = z.strictObject({
  userId: z.uuid().optional(),
  before: z.number().int().positive().optional(),
});
export type AuditLogInput = z.infer<typeof auditLogInput>;
