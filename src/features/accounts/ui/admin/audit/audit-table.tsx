"use client";
import type { ActivityEntry } from "#features/accounts/contract.ts";
import { Age } from "#ui/format/figures.tsx";
import { DataTable } from "#ui/layout/data-table.tsx";
import classes from "./audit-desk.module.css";
import { detailText, whereText } from "./log-words.ts";

const HEADS = [
  { name: "when", label: "Age" },
  { name: "what", label: "What" },
  { name: "about", label: "Account" },
  { name: "by", label: "By" },
  { name: "where", label: "Where" },
] as const;

function AuditRow({ entry }: { entry: ActivityEntry }) {
  const detail = detailText(entry.detail);
  const where = whereText(entry);
  return (
    <tr>
      <td>
        <Age atMs={entry.at} />
        <span className={classes.ago}> ago</span>
      </td>
      <td data-wide>
        <span data-hint={detail === "" ? undefined : `${entry.words}\n${detail}`}>
          {entry.words}
          {detail !== "" && <small className={classes.detail}> {detail}</small>}
        </span>
      </td>
      <td data-wide data-label="Account">
        {entry.about === null ? <span className={classes.none}>none</span> : <bdi>{entry.about}</bdi>}
      </td>
      <td data-wide data-label="By">
        {entry.by === null ? <span className={classes.none}>themselves</span> : <bdi>{entry.by}</bdi>}
      </td>
      <td data-wide data-label="Where">
        <span data-hint={where === "" ? undefined : where}>{where === "" ? "unknown" : where}</span>
      </td>
    </tr>
  );
}

/** `entries` is null while they load. */
export const AuditTable = ({ entries }: { entries: readonly ActivityEntry[] | null }) => (
  <DataTable label="Audit log" heads={HEADS} classes={classes} skeletonRows={8}>
    {entries?.map((entry) => <AuditRow key={entry.id} entry={entry} />) ?? null}
  </DataTable>
);
