"use client";
import { useRef } from "react";
import classes from "./tabs.module.css";

type TabsProps<Name extends string> = {
  label: string;
  tabs: readonly (readonly [Name, string])[];
  chosen: Name;
  panelId: string;
  onChoose: (name: Name) => void;
};

const STEP: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** One stop for Tab; arrows move within. */
export function Tabs<Name extends string>({ label, tabs, chosen, panelId, onChoose }: TabsProps<Name>) {
  const list = useRef<HTMLDivElement>(null);
  return (
    // The chosen tab is the one that takes the focus.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div
      ref={list}
      className={classes.tabs}
      role="tablist"
      aria-label={label}
      onKeyDown={(event) => {
        const step = STEP[event.key];
        if (step === undefined) return;
        event.preventDefault();
        const at = (tabs.findIndex(([name]) => name === chosen) + step + tabs.length) % tabs.length;
        const next = tabs[at];
        if (next === undefined) return;
        onChoose(next[0]);
        list.current?.querySelectorAll("button")[at]?.focus();
      }}
    >
      {tabs.map(([name, words]) => (
        <button
          key={name}
          type="button"
          role="tab"
          className={classes.tab}
          aria-selected={name === chosen}
          aria-controls={panelId}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => onChoose(name)}
        >
          {words}
        </button>
      ))}
    </div>
  );
}
