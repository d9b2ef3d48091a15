"use client";
import Link from "next/link";
import { useState } from "react";
import { NameForm } from "#features/market/ui/views/name-form.tsx";
import { ImportPanel } from "./import-panel.tsx";
import type { PanelProps } from "./import-panel.tsx";
import classes from "./watchlists.module.css";

type NoListsProps = Omit<PanelProps, "onClose"> & { onCreate: (name: string) => Promise<boolean> };

/** What would be here, and the ways to fill it. */
export function NoLists({ onCreate, ...props }: NoListsProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className={classes.none} aria-label="No lists yet">
      <p>
        The items you watch, each list in your own order. Press w or the star on a row of the{" "}
        <Link href="/">market</Link> or on the page of an item, or begin here:
      </p>
      <NameForm label="New list" button="Add" initial="" onSend={onCreate} />
      <div className={classes.anchor}>
        <button
          type="button"
          className={classes.tool}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          Import
        </button>
        {isOpen && <ImportPanel {...props} list={null} onClose={() => setOpen(false)} align="start" />}
      </div>
    </section>
  );
}
