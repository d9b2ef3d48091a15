"use client";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { KeyboardIcon } from "#ui/icons/icons.tsx";
import type { PageKeys } from "#ui/nav.ts";
import classes from "./key-map.module.css";
import { wasPressedEarly } from "./early-keys.ts";
import { onOpenKeyMap } from "./open-key-map.ts";
import { isForPage, singleKeysWork } from "./single-keys.ts";

const KeyMap = dynamic(() => import("./key-map.tsx").then((module) => module.KeyMap), { ssr: false });

/** The button at the end of the rail, and `?` on any page. The map's code is loaded when it is opened. */
export function KeyMapLauncher({ keys }: { keys: readonly PageKeys[] }) {
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState(false);
  useEffect(() => {
    const open = () => {
      setWanted(true);
      setOpened(true);
    };
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== "?" || !isForPage(event)) return;
      event.preventDefault();
      open();
    };
    document.addEventListener("keydown", onKey);
    if (wasPressedEarly("?") && singleKeysWork()) open();
    const leave = onOpenKeyMap(open);
    return () => {
      document.removeEventListener("keydown", onKey);
      leave();
    };
  }, []);
  return (
    <>
      <button
        type="button"
        className={classes.opener}
        aria-haspopup="dialog"
        aria-keyshortcuts="?"
        onClick={() => {
          setWanted(true);
          setOpened(true);
        }}
      >
        <KeyboardIcon size={20} />
        <span>Keys</span>
      </button>
      {wanted && <KeyMap keys={keys} opened={opened} onClose={() => setOpened(false)} />}
    </>
  );
}
