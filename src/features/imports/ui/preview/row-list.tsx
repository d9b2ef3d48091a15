"use client";
import type { ImportRow, ImportView, rowStatuses } from "#features/imports/contract.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Amount, Exact, Unknown } from "#ui/format/figures.tsx";
import { formatExact } from "#ui/format/format.ts";
import { Button } from "#ui/form/button.tsx";
import { DataTable } from "#ui/layout/data-table.tsx";
import classes from "#features/imports/ui/page/imports.module.css";
import { Scroller } from "#features/imports/ui/page/scroller.tsx";
import { useRows } from "./use-rows.ts";

type Status = (typeof rowStatuses)[number];

const EMPTY: Readonly<Record<Status, string>> = {
  new: "No row is new: everything is in your ledger already.",
  known: "None of its trades is in your ledger yet.",
  repeated: "No trade is in the file twice.",
  unmatched: "Every line is a trade.",
};
const TRADE_HEADS = [
  { name: "when", label: "Time" },
  { name: "way", label: "Side" },
  { name: "item", label: "Item" },
  { name: "quantity", label: "Quantity", isNumber: true },
  { name: "coins", label: "Before tax, gp", isNumber: true },
  { name: "tax", label: "Tax, gp", isNumber: true },
  { name: "character", label: "Character" },
] as const;
const MATCH_HEADS = [...TRADE_HEADS.slice(0, 5), { name: "source", label: "Is in your ledger as" }] as const;
const LINE_HEADS = [
  { name: "line", label: "Line", isNumber: true },
  { name: "reason", label: "Reason" },
  { name: "text", label: "The line itself" },
] as const;

const headsOf = (status: Status) =>
  status === "unmatched" ? LINE_HEADS : status === "known" ? MATCH_HEADS : TRADE_HEADS;

/** The rows of one kind, a page at a time. */
export function RowList({ view, status }: { view: ImportView; status: Status }) {
  const query = useRows(view.id, status);
  const failure = useLoadFailure(query);
  if (failure !== null)
    return (
      <LoadFailed title="The rows could not be loaded" failure={failure} size="box">
        Nothing was changed.
      </LoadFailed>
    );
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? null;
  if (rows !== null && rows.length === 0) return <p className={classes.muted}>{emptyText(view, status)}</p>;
  return (
    <>
      <Scroller label="Rows of the file">
        <DataTable
          label="Rows"
          heads={headsOf(status)}
          classes={{ ...classes, table: classes["rows"] ?? "" }}
          skeletonRows={5}
        >
          {rows?.map((row) => (
            <Row key={row.seq} row={row} status={status} hasFiles={view.files.length > 1} />
          )) ?? null}
        </DataTable>
      </Scroller>
      {query.hasNextPage && (
        <div className={classes.actions}>
          <Button pending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
            {query.isFetchingNextPage ? "Loading…" : "Show more"}
          </Button>
        </div>
      )}
    </>
  );
}

const emptyText = ({ state }: ImportView, status: Status): string =>
  state === "undone" ? "The rows of an import that was undone are not kept." : EMPTY[status];

/** `2026-09-21 14:13`, by the clock of the reader. */
const minutes = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeStyle: "short" });
const When = ({ atMs }: { atMs: number | null }) =>
  atMs === null ? <Unknown /> : <span data-time={atMs}>{minutes.format(atMs)}</span>;

function Row({ row, status, hasFiles }: { row: ImportRow; status: Status; hasFiles: boolean }) {
  if (status === "unmatched")
    return (
      <tr>
        <td data-number data-label="Line">
          {formatExact(row.line)}
        </td>
        <td data-wide data-reason>
          {hasFiles && <bdi>{row.file}: </bdi>}
          {row.reason}
        </td>
        <td data-wide data-text>
          <bdi>{row.text}</bdi>
        </td>
      </tr>
    );
  const { match } = row;
  return (
    <tr>
      <td>
        <When atMs={row.at} />
      </td>
      <td>{row.side === "buy" ? "Buy" : "Sell"}</td>
      <th scope="row" data-wide title={row.itemName ?? ""}>
        {row.itemName}
      </th>
      <td data-number data-label="Quantity">
        <Exact value={row.quantity} />
      </td>
      <td data-number data-label="Coins">
        <span data-hint={row.isExact ? undefined : "From a unit price that the log rounded"}>
          {!row.isExact && "≈ "}
          <Amount value={row.gross} />
        </span>
      </td>
      {status === "known" && match !== null ? (
        <td data-wide>
          {formatExact(match.gross)} gp, <When atMs={match.at} /> (
          {match.source === "hand" ? "by hand" : match.source})
        </td>
      ) : status === "known" ? (
        <td data-wide>
          <Unknown />
        </td>
      ) : (
        <>
          <td data-number data-label="Tax">
            <Amount value={row.tax} />
          </td>
          <td>
            <bdi>{row.character ?? "–"}</bdi>
          </td>
        </>
      )}
    </tr>
  );
}
