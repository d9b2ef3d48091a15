"use client";
import { useState } from "react";
import type { ReactNode } from "react";
import { Flyout } from "#ui/panels/flyout.tsx";
import { DownIcon } from "#ui/icons/icons.tsx";
import classes from "./chart-tools.module.css";

type ToolMenuProps = {
  label: string;
  /** The number of active choices, shown if it is not 0. */
  count?: number;
  align?: "start" | "end";
  children: ReactNode;
};

/** A toolbar button with a flyout. The content is only rendered while it is open. */
export function ToolMenu({ label, count = 0, align = "start", children }: ToolMenuProps) {
  const [open, setOpen] = useState(false);
  return (
    <div className={classes.menu}>
      <button
        type="button"
        className={classes.button}
        aria-expanded={open}
        aria-haspopup="dialog"
        onClick={() => setOpen(!open)}
      >
        {label}
        {count > 0 && (
          <span className={classes.count}>
            {count}
            <span className="sr-only"> on</span>
          </span>
        )}
        <DownIcon size={14} />
      </button>
      {open && (
        <Flyout title={label} width="narrow" align={align} onClose={() => setOpen(false)}>
          {children}
        </Flyout>
      )}
    </div>
  );
}
