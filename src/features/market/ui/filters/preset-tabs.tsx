"use client";
import { useEffect } from "react";
import { presets } from "#features/market/rules/list/presets.ts";
import { presetIds } from "#features/market/rules/list/view.ts";
import type { PresetId } from "#features/market/rules/list/view.ts";
import { useTabKeys } from "#ui/layout/use-tab-keys.ts";
import classes from "./filter-bar.module.css";

type PresetTabsProps = { preset: PresetId; panelId: string; onChange: (preset: PresetId) => void };

export function PresetTabs({ preset, panelId, onChange }: PresetTabsProps) {
  const { list, onKeyDown } = useTabKeys(presetIds, preset, onChange);
  // On a phone the chosen one may be out of view.
  useEffect(() => {
    list.current
      ?.querySelector("[aria-selected=true]")
      ?.scrollIntoView({ block: "nearest", inline: "nearest" });
    // The chosen tab is read from the page.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [list, preset]);
  return (
    // The focus is on the chosen tab, not on the list.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div ref={list} className={classes.tabs} role="tablist" aria-label="Presets" onKeyDown={onKeyDown}>
      {presetIds.map((id) => (
        <button
          key={id}
          type="button"
          role="tab"
          className={classes.tab}
          aria-selected={id === preset}
          aria-controls={panelId}
          tabIndex={id === preset ? 0 : -1}
          data-hint={presets[id].description}
          onClick={() => onChange(id)}
        >
          {presets[id].label}
        </button>
      ))}
    </div>
  );
}
