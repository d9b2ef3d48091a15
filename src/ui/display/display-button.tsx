"use client";
import dynamic from "next/dynamic";
import { DisplayIcon } from "#ui/icons/icons.tsx";
import shell from "#ui/shell/shell.module.css";
import { setDisplayPanel, useDisplayPanel } from "./panel-state.ts";

const loadPanel = () => import("./display-panel.tsx");
const DisplayPanel = dynamic(() => loadPanel().then((module) => module.DisplayPanel), { ssr: false });

/** Opens the display settings, for visitors too. */
export function DisplayButton() {
  const isOpen = useDisplayPanel();
  return (
    <span className={shell.anchor}>
      <button
        type="button"
        className={shell.iconButton}
        aria-label="Display settings"
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        data-hint="Display settings"
        onPointerEnter={() => void loadPanel()}
        onFocus={() => void loadPanel()}
        onClick={() => setDisplayPanel(!isOpen)}
      >
        <DisplayIcon />
      </button>
      {isOpen && <DisplayPanel onClose={() => setDisplayPanel(false)} />}
    </span>
  );
}
