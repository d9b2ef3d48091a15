import { watchedItems } from "#features/market/rules/allowances.ts";
import { GateNotice } from "#ui/feedback/gate-notice.tsx";
import classes from "./watchlists.module.css";

/** How many items are watched of those that the plan allows; null on a device. Above that, what to do. */
export function Room({ count, allowed }: { count: number; allowed: number | null }) {
  if (allowed === null) return null;
  if (count < allowed || allowed === watchedItems.pro)
    return (
      <p className={classes.room}>
        {count} of {allowed} items watched
      </p>
    );
  return (
    <GateNotice>
      {count === allowed
        ? `${count} of ${allowed} items watched: remove one to watch another.`
        : `${count} items watched, your plan allows ${allowed}. They all stay; to watch another, remove ${count - allowed + 1}.`}
    </GateNotice>
  );
}
