"use client";
import { SearchIcon } from "#ui/icons/icons.tsx";
import classes from "./shell.module.css";

/** Looks like a field, opens a palette. */
export function SearchButton({ onOpen, onIntent }: { onOpen: () => void; onIntent?: () => void }) {
  return (
    <button
      type="button"
      className={classes.searchButton}
      onClick={onOpen}
      onPointerEnter={onIntent}
      onFocus={onIntent}
      aria-haspopup="dialog"
      aria-keyshortcuts="Control+K"
    >
      <SearchIcon size={16} />
      <span className={classes.searchText}>
        Search<span className={classes.searchWhat}> items and pages</span>
      </span>
      <kbd className={classes.kbd} aria-hidden="true">
        Ctrl K
      </kbd>
    </button>
  );
}
