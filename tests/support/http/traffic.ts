import { setTimeout as sleep } from "node:timers/promises";
import type { Member } from "../people/members.ts";
import { createVisitor } from "../people/visitor.ts";
import type { Reply, Visitor } from "../people/visitor.ts";

/** One request of the traffic; times are performance.now(). `said` is null where no answer came. */
export type Seen = {
  who: string;
  path: string;
  sentAt: number;
  ms: number;
  said: Reply | null;
  failure: unknown;
};

/** Whom an answer of `auth.me` names, as `who` does. */
export const viewerOf = ({ said }: Seen): string => {
  const viewer = said?.data as { user: { email: string } | null } | undefined;
  return viewer?.user?.email ?? "nobody";
};

export type Traffic = {
  readonly seen: readonly Seen[];
  /** Resolves when the last answer is in. */
  readonly stop: () => Promise<readonly Seen[]>;
};

type Ask = { path: string; send: () => Promise<Reply> };

/** Pace, not a rate: who is answered slowly asks less. */
const PAUSE_MS = 500;
const LOGIN_EVERY = 12;

/** What a member does in turn; a sign-in now and then, from a browser that is not signed in. */
function turnOf(web: { url: string }, member: Member, turn: number): Ask {
  const { email, password, address } = member;
  if (turn % LOGIN_EVERY === 3) {
    const browser = createVisitor(web, { address });
    return { path: "auth.login", send: () => browser.tell("auth.login", { email, password }) };
  }
  const rename = { path: "account.updateProfile", input: { name: `Zezima ${turn}` } };
  if (turn % 4 === 1) return { path: rename.path, send: () => member.tell(rename.path, rename.input) };
  const path = turn % 2 === 0 ? "auth.me" : "items.getAll";
  return { path, send: () => member.ask(path) };
}

const lookOf = (visitor: Visitor, turn: number): Ask => {
  const path = turn % 2 === 0 ? "items.getAll" : "auth.me";
  return { path, send: () => visitor.ask(path) };
};

/** Members and as many visitors who are nobody ask without end, each one thing after the other. */
export function startTraffic(web: { url: string }, members: readonly Member[], nobodies: number): Traffic {
  const seen: Seen[] = [];
  const stopping = new AbortController();
  const run = async (who: string, next: (turn: number) => Ask, startMs: number): Promise<void> => {
    await sleep(startMs);
    for (let turn = 0; !stopping.signal.aborted; turn++) {
      const { path, send } = next(turn);
      const sentAt = performance.now();
      const [said, failure] = await send().then(
        (reply): [Reply, null] => [reply, null],
        (error: unknown): [null, unknown] => [null, error],
      );
      seen.push({ who, path, sentAt, ms: performance.now() - sentAt, said, failure });
      await sleep(PAUSE_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  };
  const visitors = Array.from({ length: nobodies }, () => createVisitor(web));
  const running = [
    // Begun at different turns: a password costs the server a thousand times what a read does.
    ...members.map((member, at) =>
      run(member.email, (turn) => turnOf(web, member, turn + at), (at * PAUSE_MS) / members.length),
    ),
    ...visitors.map((visitor, at) =>
      run("nobody", (turn) => lookOf(visitor, turn), (at * PAUSE_MS) / nobodies),
    ),
  ];
  return {
    seen,
    stop: async () => {
      stopping.abort();
      await Promise.all(running);
      return seen;
    },
  };
}
