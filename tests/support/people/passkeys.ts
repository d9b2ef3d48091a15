import type { SignInResult } from "#features/accounts/contract.ts";
import type { PasskeyAdded } from "#features/accounts/passkeys/contract.ts";
import type { AssertionRequest, CreationRequest } from "#features/accounts/rules/webauthn.ts";
import { createAuthenticator } from "./authenticator.ts";
import type { SoftPasskey, Wrongs } from "./authenticator.ts";
import type { Desk } from "./desk.ts";
import { seedMember } from "./seed-users.ts";
import { createVisitor } from "./visitor.ts";
import type { Reply, Visitor } from "./visitor.ts";

type Member = Awaited<ReturnType<typeof seedMember>>;
export type Holder = Member & { passkey: SoftPasskey; passkeyId: string; backupCodes: string[] };

/** Accounts with passkeys, and what their browsers do, for the tests of one file. */
export function usePasskeys(desk: Desk) {
  /** The PUBLIC_URL of the test's server. */
  const { create, get } = createAuthenticator("http://127.0.0.1");
  /** Sends what a browser does after the dialog; the test may change it on the way. */
  async function add(
    visitor: Visitor,
    { proof, wrongs, name }: { proof: object; wrongs?: Wrongs; name?: string },
  ): Promise<{ reply: Reply; passkey: SoftPasskey }> {
    const started = await visitor.tell("account.startPasskey", proof);
    if (started.status !== 200) throw new Error(`not started: ${started.error?.message}`);
    const { passkey, created } = create(started.data as CreationRequest, wrongs);
    const reply = await visitor.tell("account.addPasskey", { passkey: created, ...(name && { name }) });
    return { reply, passkey };
  }
  const requested = async (browser: Visitor, path: string): Promise<AssertionRequest> => {
    const { data, error } = await browser.tell(path);
    if (data === undefined) throw new Error(`no challenge: ${error?.message}`);
    return data as AssertionRequest;
  };
  return {
    create,
    get,
    add,
    requested,
    /** Somebody with one passkey, which is the only second factor. */
    async seedHolder(wrongs: Wrongs = {}): Promise<Holder> {
      const member = await seedMember(desk.web, desk.db);
      const { reply, passkey } = await add(member, { proof: { password: member.password }, wrongs });
      if (reply.status !== 200) throw new Error(`not added: ${reply.error?.message}`);
      const { backupCodes, passkey: view } = reply.data as PasskeyAdded;
      return { ...member, passkey, passkeyId: view.id, backupCodes };
    },
    /** Signs in with the passkey alone. */
    async signIn(passkey: SoftPasskey, wrongs?: Wrongs, browser = createVisitor(desk.web)) {
      const request = await requested(browser, "auth.startPasskeySignIn");
      const assertion = get(passkey, request, wrongs);
      const reply = await browser.tell("auth.signInByPasskey", { passkey: assertion });
      return { browser, reply, assertion };
    },
    /** A browser in which the password was typed, and what it was asked for. */
    async halfIn({ email, password }: { email: string; password: string }) {
      const browser = createVisitor(desk.web);
      const { data } = await browser.tell("auth.login", { email, password });
      return { browser, result: data as SignInResult };
    },
    /** Answers the second step with the passkey. */
    async second(browser: Visitor, passkey: SoftPasskey, more: { wrongs?: Wrongs; input?: object } = {}) {
      const request = await requested(browser, "auth.startPasskeyStep");
      const assertion = get(passkey, request, more.wrongs);
      const reply = await browser.tell("auth.verifySecondFactor", { passkey: assertion, ...more.input });
      return { request, reply, assertion };
    },
    isIn: async (browser: Visitor) =>
      ((await browser.ask("auth.me")).data as { user: object | null }).user !== null,
    /** The same cookies from an IP address that has tried nothing yet. */
    elsewhere: ({ cookies }: Visitor) => createVisitor(desk.web, { cookies: new Map(cookies) }),
    async actionsOf(userId: string): Promise<string[]> {
      const rows = await desk.db.sql`select action from audit_log where user_id = ${userId} order by id`;
      return rows.map((row) => row["action"] as string);
    },
  };
}
