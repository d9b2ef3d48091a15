/** Under these the query cache holds what comes page by page; of tRPC's own form, so that they go at a sign-in too. */
export const USERS_KEY = [["admin", "users"]] as const;
export const LOG_KEY = [["admin", "auditLog"]] as const;
