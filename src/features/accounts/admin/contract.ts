import { z } from "zod";
import { roles } from "#features/accounts/contract.ts";

/** What an admin sees of somebody's account; times in epoch ms. */
export const managedUser = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(roles),
  emailVerified: z.boolean(),
  twoFactor: z.boolean(),
  createdAt: z.number().int(),
  lastUsedAt: z.number().int().nullable(),
  sessions: z.number().int(),
  /** Null: not locked. */
  lockedAt: z.number().int().nullable(),
});
export type ManagedUser = z.infer<typeof managedUser>;

export const userFilters = ["all", "admins", "locked", "unverified"] as const;

/** `text` is looked for in name and address; `after` is the `next` of the page before. */
export const searchUsersInput = z.strictObject({
  // PostgreSQL knows no NUL; nobody's name holds one.
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

/** In the order of their making, newest first. */
export const userPage = z.object({
  users: z.array(managedUser),
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

/** One account's log, or that of all accounts. */
export const auditLogInput = z.strictObject({
  userId: z.uuid().optional(),
  before: z.number().int().positive().optional(),
});
export type AuditLogInput = z.infer<typeof auditLogInput>;
