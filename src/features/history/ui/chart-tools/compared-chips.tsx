"use client";
import { itemMarks } from "#features/history/ui/chart-models/compare-model.ts";
import { CloseIcon } from "#ui/icons/icons.tsx";
import classes from "./chart-tools.module.css";
import type { Compared } from "./use-compared.ts";

type ComparedChipsProps = {
  itemName: string;
  compared: readonly Compared[];
  onRemove: (id: number) => void;
};

/** The compared items with their line styles, each with a button to remove it. */
export function ComparedChips({ itemName, compared, onRemove }: ComparedChipsProps) {
  if (compared.length === 0) return null;
  return (
    <ul className={classes.chips} aria-label="Compared items">
      <li className={classes.chip}>
        <span className={classes.mark} data-mark={itemMarks[0]?.color} />
        {itemName}
      </li>
      {compared.map((item, index) => (
        <li key={item.id} className={classes.chip}>
          <span className={classes.mark} data-mark={itemMarks[index + 1]?.color} data-dashed />
          {item.name}
          {item.problem && (
            <button type="button" className={classes.retry} onClick={item.retry}>
              not loaded, try again
            </button>
          )}
          <button
            type="button"
            className={classes.remove}
            aria-label={`Remove ${item.name} from the chart`}
            onClick={() => onRemove(item.id)}
          >
            <CloseIcon size={14} />
          </button>
        </li>
      ))}
    </ul>
  );
}
