/** Cache keys of the paged queries. They have tRPC's form, so that `useFinishSignIn` removes them too. */
export const USERS_KEY = [["admin", "users"]] as const;
export const LOG_KEY = [["admin", "auditLog"]] as const;
