"use client";
import classes from "./tabs.module.css";
import { useTabKeys } from "./use-tab-keys.ts";

type TabsProps<Name extends string> = {
  label: string;
  tabs: readonly (readonly [Name, string])[];
  chosen: Name;
  panelId: string;
  onChoose: (name: Name) => void;
};

export function Tabs<Name extends string>({ label, tabs, chosen, panelId, onChoose }: TabsProps<Name>) {
  const names = tabs.map(([name]) => name);
  const { list, onKeyDown } = useTabKeys(names, chosen, onChoose);
  return (
    // The focus is on the chosen tab, not on the list.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div ref={list} className={classes.tabs} role="tablist" aria-label={label} onKeyDown={onKeyDown}>
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
