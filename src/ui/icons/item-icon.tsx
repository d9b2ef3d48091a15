"use client";
import { createContext, useContext, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import classes from "./item-icon.module.css";

const IconBase = createContext("https://oldschool.runescape.wiki/images/");

export function IconBaseProvider({ url, children }: { url: string; children: ReactNode }) {
  return <IconBase value={url}>{children}</IconBase>;
}

/** After so many failures and no success the host is out of reach: a scroll through 4,000 items asks no more. */
const GIVE_UP_AFTER = 4;
let failures = 0;
let reached = false;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const isOutOfReach = () => !reached && failures >= GIVE_UP_AFTER;

function noteFailure() {
  failures += 1;
  if (failures === GIVE_UP_AFTER) for (const notify of listeners) notify();
}

const iconUrl = (base: string, file: string) => base + encodeURIComponent(file.replaceAll(" ", "_"));

/** `Dragon scimitar` as `DS`, `Coal` as `Co`. */
export function initialsOf(name: string): string {
  const [first = "", second] = name
    .replaceAll(/[^\p{L}\p{N} ]/gu, "")
    .split(" ")
    .filter(Boolean);
  return second === undefined ? first.slice(0, 2) : `${first.charAt(0)}${second.charAt(0)}`.toUpperCase();
}

type ItemIconProps = { name: string; icon: string; size?: number };

/** Decoration beside the item's name. The initials stand underneath and show until, or unless, the picture comes. */
export function ItemIcon({ name, icon, size = 26 }: ItemIconProps) {
  const base = useContext(IconBase);
  const outOfReach = useSyncExternalStore(subscribe, isOutOfReach, () => false);
  const [state, setState] = useState<{ icon: string; is: "loaded" | "failed" } | null>(null);
  const is = state?.icon === icon ? state.is : null;
  return (
    <span
      className={classes.icon}
      data-loaded={is === "loaded" || undefined}
      style={{ inlineSize: size, blockSize: size }}
      aria-hidden="true"
    >
      {initialsOf(name)}
      {icon !== "" && is !== "failed" && !outOfReach && (
        // Pixel art of 30 px from another host: an optimiser would blur it and route every icon through us.
        // oxlint-disable-next-line nextjs/no-img-element
        <img
          src={iconUrl(base, icon)}
          alt=""
          loading="lazy"
          decoding="async"
          onLoad={() => {
            reached = true;
            setState({ icon, is: "loaded" });
          }}
          onError={() => {
            noteFailure();
            setState({ icon, is: "failed" });
          }}
        />
      )}
    </span>
  );
}
