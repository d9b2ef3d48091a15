import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import type { UserActor } from "#platform/actor.ts";
import { AppError } from "#platform/app-error.ts";
import type { Clock } from "#platform/clock.ts";
import type { Db } from "#platform/db/db.ts";
import { DONE } from "#trpc/contract.ts";
import type { Done } from "#trpc/contract.ts";
import { freeName } from "#features/market/rules/list/free-name.ts";
import { namedViews } from "#features/market/schema.ts";
import { MAX_VIEWS } from "./contract.ts";
import type {
  AdoptViewsInput,
  AdoptedViews,
  ChangeViewInput,
  NamedView,
  SaveViewInput,
  ViewIdInput,
} from "./contract.ts";
import { readNamedViews } from "./read-views.ts";

type Deps = { db: Db; clock: Clock };

const tooMany = () =>
  new AppError("conflict", `An account keeps ${MAX_VIEWS} views: delete one to save another`);

const refuseTaken = (views: readonly NamedView[], name: string): void => {
  if (views.some((view) => view.name === name))
    throw new AppError("conflict", "Another view has this name", { field: "name" });
};

/** One change of a user's views at a time, so that neither names nor their number are counted twice. */
const alone = <T>(
  { db }: Deps,
  userId: string,
  run: (tx: Db, held: readonly NamedView[]) => Promise<T>,
): Promise<T> =>
  db.transaction(async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`views ${userId}`}, 1))`);
    return run(tx, await readNamedViews(tx, userId));
  });

/** Throws `conflict` for a name that another view has (`field: name`), and above MAX_VIEWS. */
export const saveView = (
  deps: Deps,
  { userId }: UserActor,
  { name, view }: SaveViewInput,
): Promise<NamedView> =>
  alone(deps, userId, async (tx, held) => {
    refuseTaken(held, name);
    if (held.length >= MAX_VIEWS) throw tooMany();
    const id = randomUUID();
    await tx.insert(namedViews).values({ id, userId, name, view, changedAt: deps.clock.now() });
    return { id, name, view };
  });

/** Throws `not_found` for a view of another user, `conflict` for a name that another view has. */
export const changeView = (
  deps: Deps,
  { userId }: UserActor,
  { id, ...change }: ChangeViewInput,
): Promise<NamedView> =>
  alone(deps, userId, async (tx, held) => {
    const before = held.find((view) => view.id === id);
    if (before === undefined) throw new AppError("not_found", "That view is gone");
    const { name = before.name, view = before.view } = change;
    if (name !== before.name) refuseTaken(held, name);
    await tx.update(namedViews).set({ name, view, changedAt: deps.clock.now() }).where(eq(namedViews.id, id));
    return { id, name, view };
  });

/** Throws `not_found` for a view of another user. */
export async function deleteView({ db }: Deps, { userId }: UserActor, { id }: ViewIdInput): Promise<Done> {
  const gone = await db
    .delete(namedViews)
    .where(and(eq(namedViews.id, id), eq(namedViews.userId, userId)))
    .returning({ id: namedViews.id });
  if (gone.length === 0) throw new AppError("not_found", "That view is gone");
  return DONE;
}

/**
 * Keeps the views of a device in the account. One that the account has under the same name is not stored twice; another
 * one of that name gets a number. Throws `conflict` and stores none if they are more than MAX_VIEWS together.
 */
export const adoptViews = (
  deps: Deps,
  { userId }: UserActor,
  { views }: AdoptViewsInput,
): Promise<AdoptedViews> =>
  alone(deps, userId, async (tx, held) => {
    const kept = [...held];
    const renamed: string[] = [];
    for (const { name: wanted, view } of views) {
      if (kept.some((other) => other.name === wanted && other.view === view)) continue;
      const name = freeName(wanted, new Set(kept.map((other) => other.name)));
      if (name !== wanted) renamed.push(name);
      kept.push({ id: randomUUID(), name, view });
    }
    if (kept.length > MAX_VIEWS) throw tooMany();
    const added = kept.slice(held.length).map((view) => ({ ...view, userId, changedAt: deps.clock.now() }));
    if (added.length > 0) await tx.insert(namedViews).values(added);
    return { named: await readNamedViews(tx, userId), renamed };
  });
