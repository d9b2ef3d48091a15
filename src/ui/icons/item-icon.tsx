"use client";
import { createContext, useContext, useState, useSyncExternalStore } from "react";
import type { ReactNode } from "react";
import classes from "./item-icon.module.css";

const IconBase = createContext("https://oldschool.runescape.wiki/images/");

export function IconBaseProvider({ url, children }: { url: string; children: ReactNode }) {
  return <IconBase value={url}>{children}</IconBase>;
}

/** After this many failures without a success, no more images are requested: the host is unreachable. */
const GIVE_UP_AFTER = 4;
let failures = 0;
let hasLoadedAny = false;
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};
const isHostUnreachable = () => !hasLoadedAny && failures >= GIVE_UP_AFTER;

function countFailure() {
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

/** A decorative icon beside the item's name. Shows the initials until the image has loaded, and if it cannot be. */
export function ItemIcon({ name, icon, size = 26 }: ItemIconProps) {
  const base = useContext(IconBase);
  const isUnreachable = useSyncExternalStore(subscribe, isHostUnreachable, () => false);
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
      {icon !== "" && is !== "failed" && !isUnreachable && (
        // Pixel art of 30 px: Next's image optimiser would blur it and load every icon through this server.
        // oxlint-disable-next-line nextjs/no-img-element
        <img
          src={iconUrl(base, icon)}
          alt=""
          loading="lazy"
          decoding="async"
          onLoad={() => {
            hasLoadedAny = true;
            setState({ icon, is: "loaded" });
          }}
          onError={() => {
            countFailure();
            setState({ icon, is: "failed" });
          }}
        />
      )}
    </span>
  );
}
