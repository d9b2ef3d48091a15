"use client";
import { useRef } from "react";
import type { KeyboardEvent } from "react";
import { presetIds, presets } from "#features/market/presets.ts";
import type { PresetId } from "#features/market/presets.ts";
import classes from "./filter-bar.module.css";

type PresetTabsProps = { preset: PresetId; panelId: string; onChange: (preset: PresetId) => void };

const STEP: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

export function PresetTabs({ preset, panelId, onChange }: PresetTabsProps) {
  const ref = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEP[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = (presetIds.indexOf(preset) + step + presetIds.length) % presetIds.length;
    const next = presetIds[at];
    if (next === undefined) return;
    onChange(next);
    ref.current?.querySelectorAll("button")[at]?.focus();
  };
  return (
    // The chosen tab is the one that takes the focus.
    // oxlint-disable-next-line jsx-a11y/interactive-supports-focus
    <div ref={ref} className={classes.tabs} role="tablist" aria-label="Presets" onKeyDown={onKeyDown}>
      {presetIds.map((id) => (
        <button
          key={id}
          type="button"
          role="tab"
          className={classes.tab}
          aria-selected={id === preset}
          aria-controls={panelId}
          tabIndex={id === preset ? 0 : -1}
          data-hint={presets[id].about}
          onClick={() => onChange(id)}
        >
          {presets[id].label}
        </button>
      ))}
    </div>
  );
}
