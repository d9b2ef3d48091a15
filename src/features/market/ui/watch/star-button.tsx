"use client";
import { memo } from "react";
import { StarIcon } from "#ui/icons/icons.tsx";
import classes from "./star-button.module.css";

type StarButtonProps = {
  id: number;
  name: string;
  /** On the current list. */
  isHere: boolean;
  /** On any list. */
  isWatched: boolean;
  onToggle: (item: { id: number; name: string }) => void;
};

/** The star of a row. No tab stop of its own: `w` on the row does the same. */
export const StarButton = memo(function StarButton({
  id,
  name,
  isHere,
  isWatched,
  onToggle,
}: StarButtonProps) {
  return (
    <button
      type="button"
      className={classes.star}
      tabIndex={-1}
      aria-pressed={isHere}
      aria-label={`Watch ${name}`}
      data-watched={isWatched || undefined}
      data-hint={isWatched && !isHere ? "On another list of yours" : undefined}
      onClick={() => onToggle({ id, name })}
    >
      <StarIcon size={16} />
    </button>
  );
});
