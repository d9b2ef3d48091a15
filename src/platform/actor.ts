export type Role = "user" | "admin";

/** Where a request comes from. Stored with a session and in the audit log. */
export type Visitor = { ip: string; userAgent: string };

/** The session of a signed-in user; times in epoch ms. */
export type Session = { id: string; token: string; userId: string; role: Role; expiresAt: number };

/** Nobody is signed in, or it does not matter who is. */
export type AnonymousActor = { kind: "anonymous"; visitor: Visitor };
export type UserActor = {
  kind: "user";
  visitor: Visitor;
  userId: string;
  role: Role;
  session: Session;
};

/** On whose behalf a verb acts. */
export type Actor = AnonymousActor | UserActor;

/** The actor of what no request caused, such as a command or the deletion of the account that acted. */
export const anonymousActor = (ip = ""): AnonymousActor => ({
  kind: "anonymous",
  visitor: { ip, userAgent: "" },
});
