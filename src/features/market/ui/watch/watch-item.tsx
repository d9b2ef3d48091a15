"use client";
import { useEffect, useEffectEvent } from "react";
import { StarIcon } from "#ui/icons/icons.tsx";
import { isForPage } from "#ui/shell/keys/single-keys.ts";
import { useToggleWatch, useWatchlists } from "./use-watchlists.ts";
import type { WatchedItem } from "./use-watchlists.ts";
import classes from "./watch-item.module.css";

/** The button of an item's page; `w` anywhere on the page does the same. */
export function WatchItem({ id, name }: WatchedItem) {
  const { current, here, watched } = useWatchlists();
  const toggle = useToggleWatch();
  const press = useEffectEvent(() => toggle({ id, name }));
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "w" || event.repeat || !isForPage(event)) return;
      event.preventDefault();
      press();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  const isHere = here.has(id);
  const isElsewhere = !isHere && watched?.has(id) === true;
  const list = current === null ? "your watchlist" : `“${current.name}”`;
  return (
    <button
      type="button"
      className={classes.watch}
      aria-pressed={isHere}
      aria-label={`Watch ${name}`}
      data-watched={isHere || isElsewhere || undefined}
      data-hint={
        isHere
          ? `On ${list}. w takes it off.`
          : isElsewhere
            ? `On another list of yours. w puts it on ${list} too.`
            : `w puts it on ${list}.`
      }
      onClick={press}
    >
      <StarIcon size={16} />
      <span className={classes.word}>{isHere ? "Watching" : "Watch"}</span>
    </button>
  );
}
