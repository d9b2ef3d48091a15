"use client";
import type { GameUpdate } from "#features/history/contract.ts";
import { Skeleton } from "#ui/feedback/skeleton.tsx";
import { Button } from "#ui/form/button.tsx";
import dataTable from "#ui/layout/data-table.module.css";
import { KIND_WORDS } from "./kind-field.tsx";
import classes from "./updates.module.css";
import { inZone, readerZone } from "./zone.ts";

type UpdatesTableProps = {
  /** Null while they load. */
  updates: readonly GameUpdate[] | null;
  editedId: number | null;
  deletingId: number | null;
  onEdit: (update: GameUpdate) => void;
  onDelete: (update: GameUpdate) => void;
};

const HEADS = [
  { name: "utc", label: "UTC" },
  { name: "own", label: "Your zone" },
  { name: "kind", label: "Kind" },
  { name: "title", label: "Title" },
  { name: "link", label: "Link" },
  { name: "acts", label: "Actions" },
] as const;

const SKELETON_ROWS = ["a", "b", "c", "d"] as const;

export function UpdatesTable({ updates, editedId, deletingId, onEdit, onDelete }: UpdatesTableProps) {
  const zone = readerZone();
  return (
    <table
      className={`${dataTable.table} ${classes.table}`}
      aria-label="Game updates"
      aria-busy={updates === null}
    >
      <colgroup>
        {HEADS.map(({ name }) => (
          <col key={name} className={classes[name]} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {HEADS.map(({ name, label }) => (
            <th key={name} scope="col" data-hint={name === "own" ? zone : undefined}>
              {name === "acts" ? <span className="sr-only">{label}</span> : label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {updates === null
          ? SKELETON_ROWS.map((row) => (
              <tr key={row} aria-hidden="true">
                {HEADS.map(({ name }) => (
                  <td key={name} data-wide={name === "title" || undefined}>
                    <Skeleton />
                  </td>
                ))}
              </tr>
            ))
          : updates.map((update) => (
              <tr key={update.id} data-open={update.id === editedId || undefined}>
                <td data-label="UTC" data-wide>
                  <time dateTime={new Date(update.at).toISOString()}>{inZone(update.at, "UTC")}</time>
                </td>
                <td data-label="Your zone" data-wide>
                  {inZone(update.at, zone)}
                </td>
                <td data-label="Kind">{KIND_WORDS[update.kind]}</td>
                <th scope="row" data-wide>
                  <bdi data-hint={update.title}>{update.title}</bdi>
                </th>
                <td>
                  {update.url === null ? (
                    <span className={classes.none}>none</span>
                  ) : (
                    <a href={update.url} target="_blank" rel="noopener noreferrer" data-hint={update.url}>
                      {new URL(update.url).host}
                    </a>
                  )}
                </td>
                <td data-wide className={classes.buttons}>
                  <Button label={`Edit ${update.title}`} tone="link" onPress={() => onEdit(update)}>
                    Edit
                  </Button>
                  <Button
                    label={`Delete ${update.title}`}
                    tone="link"
                    pending={update.id === deletingId}
                    onPress={() => onDelete(update)}
                  >
                    Delete
                  </Button>
                </td>
              </tr>
            ))}
      </tbody>
    </table>
  );
}
