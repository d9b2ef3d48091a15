import type { DbHandle } from "#platform/db/db.ts";
import { seedMember } from "../people/seed-users.ts";
import type { Member } from "../people/members.ts";
import type { Reply } from "../people/visitor.ts";

export const NATURE_RUNE = 561;
export const WHIP = 4151;
export const GUTHAN = { set: 12_873, helm: 4724, body: 4728 } as const;

/** The items that these tests trade. */
export async function seedItems(db: DbHandle): Promise<void> {
  for (const id of [NATURE_RUNE, WHIP, ...Object.values(GUTHAN)])
    await db.sql`
      insert into items (id, name, examine, members, icon, updated_at)
      values (${id}, ${`Item ${id}`}, '', false, '', now()) on conflict do nothing`;
}

export type Trader = Member & {
  /** The answer of a call that succeeds. */
  get: <T>(path: string, input?: object) => Promise<T>;
  do: <T>(path: string, input: object) => Promise<T>;
};

const succeeded = <T>(path: string, { status, data, error }: Reply): T => {
  if (status !== 200) throw new Error(`${path}: ${status} ${JSON.stringify(error)}`);
  return data as T;
};

export async function joinTrader(desk: { web: { url: string }; db: DbHandle }): Promise<Trader> {
  const member = await seedMember(desk.web, desk.db);
  return {
    ...member,
    get: async (path, input) => succeeded(path, await member.ask(path, input)),
    do: async (path, input) => succeeded(path, await member.tell(path, input)),
  };
}

/** What a refused call says: its status, its code and the field. */
export const refusal = ({ status, error }: Reply) => [status, error?.app?.["code"], error?.app?.["field"]];
