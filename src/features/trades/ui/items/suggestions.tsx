"use client";
import { ItemIcon } from "#ui/icons/item-icon.tsx";
import classes from "./items.module.css";
import type { FoundItem } from "./use-items.ts";

type SuggestionsProps = {
  id: string;
  items: readonly FoundItem[];
  active: number;
  onPick: (item: FoundItem) => void;
};

export const optionId = (id: string, index: number): string => `${id}-${index}`;

/** The list below a field in which an item is typed. The field keeps the focus and handles the keys. */
export const Suggestions = ({ id, items, active, onPick }: SuggestionsProps) => (
  <div
    id={id}
    className={classes.list}
    // A select cannot have options with icons.
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
    role="listbox"
    aria-label="Items"
    hidden={items.length === 0}
  >
    {items.map((item, index) => (
      // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
      <div
        key={item.id}
        id={optionId(id, index)}
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
        role="option"
        aria-selected={index === active}
        className={classes.option}
        // The field would lose the focus.
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => onPick(item)}
      >
        <ItemIcon name={item.name} icon={item.icon} size={22} />
        {item.name}
      </div>
    ))}
  </div>
);
