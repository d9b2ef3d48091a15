"use client";
import { useState } from "react";
import type { WatchlistView } from "#features/market/watchlists/contract.ts";
import { NameForm } from "#features/market/ui/views/name-form.tsx";
import classes from "./watchlists.module.css";
import { ExportPanel } from "./export-panel.tsx";
import { ImportPanel } from "./import-panel.tsx";
import type { PanelProps } from "./import-panel.tsx";
import { SharePanel } from "./share-panel.tsx";

type ListHeadProps = Omit<PanelProps, "onClose"> & {
  list: WatchlistView;
  onRename: (name: string) => Promise<boolean>;
  onShare: (isShared: boolean) => Promise<unknown>;
  onDelete: () => void;
};

type Panel = "share" | "import" | "export";
const panels: readonly { key: Panel; label: string }[] = [
  { key: "share", label: "Share" },
  { key: "import", label: "Import" },
  { key: "export", label: "Export" },
];

/** The name of the open list and what can be done with it. */
export function ListHead({ list, onRename, onShare, onDelete, ...props }: ListHeadProps) {
  const [open, setOpen] = useState<Panel | "rename" | null>(null);
  const onClose = () => setOpen(null);
  const draw = (panel: Panel) => {
    if (panel === "share")
      return <SharePanel list={list} isAccount={props.isAccount} onShare={onShare} onClose={onClose} />;
    if (panel === "import") return <ImportPanel {...props} list={list} onClose={onClose} />;
    return <ExportPanel list={list} market={props.market} onClose={onClose} />;
  };
  return (
    <header className={classes.head}>
      {open === "rename" ? (
        <NameForm
          label="New name"
          button="Rename"
          initial={list.name}
          onSend={async (name) => {
            const isDone = name === list.name || (await onRename(name));
            if (isDone) onClose();
            return isDone;
          }}
          onCancel={onClose}
        />
      ) : (
        <h2>
          <bdi>{list.name}</bdi>
          {list.shareToken !== null && <span className={classes.shared}>shared</span>}
        </h2>
      )}
      <div className={classes.tools}>
        <button type="button" className={classes.tool} onClick={() => setOpen("rename")}>
          Rename
        </button>
        {panels.map(({ key, label }) => (
          <div key={key} className={classes.anchor}>
            <button
              type="button"
              className={classes.tool}
              aria-haspopup="dialog"
              aria-expanded={open === key}
              onClick={() => setOpen(open === key ? null : key)}
            >
              {label}
            </button>
            {open === key && draw(key)}
          </div>
        ))}
        <button type="button" className={classes.tool} data-tone="danger" onClick={onDelete}>
          Delete
        </button>
      </div>
    </header>
  );
}
