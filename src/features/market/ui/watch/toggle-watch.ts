import { FormRefusal } from "#ui/form/failure.ts";
import { faultText } from "#ui/format/fault-text.ts";
import { gateOf } from "#ui/format/gate.ts";
import { showWatchNotice } from "./notice.ts";
import { currentOf } from "./use-watchlists.ts";
import type { WatchedItem } from "./use-watchlists.ts";
import { PlanRefusal, allShown, listsNow, watchStore } from "./watch-store.ts";
import type { Owner } from "./watch-store.ts";

const FIRST_LIST = "Watchlist";

/** Says why a change was refused, after what it means. */
export function showRefusal(error: unknown, meaning = ""): void {
  const reason =
    error instanceof FormRefusal ? error.message : error instanceof Error ? faultText(error) : String(error);
  showWatchNotice(`${meaning}${reason}`, undefined, error instanceof PlanRefusal || gateOf(error) !== null);
}

/** Does what was asked for; says what was done (null: nothing), or why not. Resolves to whether it worked. */
export async function doWatch(
  act: () => Promise<unknown>,
  text: string | null,
  undo?: () => Promise<unknown>,
): Promise<boolean> {
  try {
    await act();
    if (text !== null) showWatchNotice(text, undo);
    return true;
  } catch (error) {
    showRefusal(error);
    return false;
  }
}

let pressed: Promise<unknown> = Promise.resolve();

/**
 * Puts an item on the current list, or takes it off; makes the first list if there is none. Presses come one after
 * another, the second of two takes back the first; none waits for the server's answer to the one before.
 */
export function toggleWatch(owner: Owner, item: WatchedItem): Promise<void> {
  const toggled = pressed.then(() => toggle(owner, item)).catch((error: unknown) => showRefusal(error));
  pressed = toggled;
  return toggled;
}

async function toggle(owner: Owner, { id: itemId, name }: WatchedItem): Promise<void> {
  const store = watchStore(owner);
  const list = currentOf(await listsNow(owner));
  if (list === null) {
    await doWatch(
      () => store.create(FIRST_LIST, [itemId]),
      `Watching ${name}.`,
      async () => {
        const made = currentOf(await listsNow(owner));
        if (made !== null) await store.removeItems(made.id, [itemId]);
      },
    );
    return;
  }
  const at = list.itemIds.indexOf(itemId);
  if (at >= 0)
    void doWatch(
      () => store.removeItems(list.id, [itemId]),
      `${name} is off “${list.name}”.`,
      () => store.addItems(list.id, [itemId], at),
    );
  else
    void doWatch(
      () => store.addItems(list.id, [itemId]),
      `${name} is on “${list.name}”.`,
      () => store.removeItems(list.id, [itemId]),
    );
  await allShown();
}
