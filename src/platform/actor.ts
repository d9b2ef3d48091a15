export type Role = "user" | "admin";

/** The origin of a request, stored with a session and in the audit log. */
export type Visitor = {
  ip: string;
  userAgent: string;
  /** The id of the browser that a signed cookie gives; null without one. Absent for work without a request. */
  readDevice?: () => string | null;
};

/** The session of a signed-in user; times in epoch ms. */
export type Session = {
  id: string;
  token: string;
  userId: string;
  role: Role;
  expiresAt: number;
  /** When its user signed in. */
  startedAt: number;
};

/** What a session may do in the admin part at this moment. */
export type AdminAccess = {
  role: Role;
  hasSecondFactor: boolean;
  /** Whether its user proved the second factor in it within the last 15 minutes. */
  isConfirmed: boolean;
};

/** Nobody is signed in, or the call does not depend on who is. */
export type AnonymousActor = { kind: "anonymous"; visitor: Visitor };
export type UserActor = {
  kind: "user";
  visitor: Visitor;
  userId: string;
  role: Role;
  session: Session;
};

/** The party on whose behalf a verb acts. */
export type Actor = AnonymousActor | UserActor;

/** The actor for work without a request or a user, such as a command, or an audit entry about a deleted account. */
export const anonymousActor = (ip = ""): AnonymousActor => ({
  kind: "anonymous",
  visitor: { ip, userAgent: "" },
});
