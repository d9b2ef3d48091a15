"use client";
import type { MarketColumns } from "#features/market/rules/list/columns.ts";
import { toCsv, toJson, toText } from "#features/market/rules/watch/write-items.ts";
import type { WatchlistView } from "#features/market/watchlists/contract.ts";
import { download } from "#ui/chart/picture.ts";
import { Button } from "#ui/form/button.tsx";
import { CopyButton } from "#ui/form/copy-button.tsx";
import { Flyout } from "#ui/panels/flyout.tsx";
import classes from "./watchlists.module.css";

type ExportPanelProps = { list: WatchlistView; market: MarketColumns | null; onClose: () => void };

const fileName = (name: string): string => name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-");

/** Saves a list as a file, or copies its names. */
export function ExportPanel({ list, market, onClose }: ExportPanelProps) {
  const rowOf = new Map(market?.id.map((id, row) => [id, row]));
  const items = list.itemIds.map((id) => ({
    id,
    name: market?.name[rowOf.get(id) ?? -1] ?? `Item ${id}`,
  }));
  const save = (text: string, kind: "csv" | "json", type: string) =>
    download(new Blob([text], { type }), `${fileName(list.name)}.${kind}`);
  return (
    <Flyout title="Export" width="narrow" onClose={onClose} align="end">
      <div className={classes.panel}>
        {market === null ? (
          <p>The names of items are still loading.</p>
        ) : (
          <div className={classes.panelActs}>
            <Button onPress={() => save(toCsv(items), "csv", "text/csv;charset=utf-8")}>CSV file</Button>
            <Button onPress={() => save(toJson(list.name, items), "json", "application/json")}>
              JSON file
            </Button>
            <CopyButton text={toText(items)} label="Copy names" />
          </div>
        )}
      </div>
    </Flyout>
  );
}
