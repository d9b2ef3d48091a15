import { membershipOf } from "#features/market/rules/membership.ts";
import classes from "./free-mark.module.css";

/** Marks what free-to-play worlds trade too. Most items are members', so these have no mark, nor has an item that nobody knows. */
export function FreeMark({ members }: { members: boolean | null }) {
  if (members !== false) return null;
  return (
    <span className={classes.mark} data-hint={membershipOf(members)?.hint}>
      <span aria-hidden="true">F2P</span>
      <span className="sr-only">free to play</span>
    </span>
  );
}
