import type { FoundItem } from "#features/trades/ui/items/use-items.ts";
import { CheckIcon } from "#ui/icons/icons.tsx";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import classes from "./table.module.css";

/** Stands before a figure that may be a few gp off. */
export const Estimated = () => (
  <span
    className={classes.quiet}
    data-hint="Estimated: the source has a rounded price or a total of several prices, so this may be a few gp off."
  >
    <span aria-hidden="true">≈</span>
    <span className="sr-only">about </span>
  </span>
);

type RowNameProps = { item: FoundItem | undefined; name: string; note?: string | undefined };

/** The first cell of a row: the box that chooses it, the item, and what else is to be known of it. */
export const RowName = ({ item, name, note }: RowNameProps) => (
  <span className={classes.item}>
    {/* The row says itself whether it is chosen, and Space chooses it. */}
    <span className={classes.select} data-select aria-hidden="true">
      <span className={classes.box}>
        <CheckIcon size={12} />
      </span>
    </span>
    <ItemIcon name={name} icon={item?.icon ?? ""} />
    <span className={classes.name} title={name}>
      {name}
    </span>
    {note !== undefined && <span className={classes.note}>{note}</span>}
  </span>
);

/** A placeholder for a cell's value that does not move anything when the value appears. */
export const SkeletonCell = () => <span className={classes.skeleton} />;
