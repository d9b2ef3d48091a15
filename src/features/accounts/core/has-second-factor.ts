import { sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import { users } from "#features/accounts/schema.ts";

/** Whether a user has a second factor of any kind, as a column of a query over `users`. Decided here alone. */
export const hasSecondFactor = (): SQL<boolean> => sql<boolean>`${users.twoFactorEnabled}`;
