import type { PriceHistory } from "#features/history/contract.ts";
import { toCsv } from "#features/history/csv.ts";
import { rangeOf } from "#features/history/range.ts";
import type { ChartRange } from "#features/history/range.ts";
import { readColors } from "#ui/chart/colors.ts";
import { download, toPng } from "#ui/chart/picture.ts";
import type { LegendEntry } from "./model.ts";

const WATERMARK = "GE-Metrics";

const fileName = (names: readonly string[], range: ChartRange, ending: string): string =>
  `${[...names, range]
    .join(" ")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")}.${ending}`;

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/** Every bucket of the histories as they were answered. */
export function saveCsv(parts: readonly { name: string; history: PriceHistory }[], range: ChartRange): void {
  const names = parts.map(({ name }) => name);
  download(new Blob([toCsv(parts)], { type: "text/csv;charset=utf-8" }), fileName(names, range, "csv"));
}

type Picture = {
  names: readonly string[];
  range: ChartRange;
  /** Starts of the first and the last bucket drawn, epoch ms. */
  from: number;
  to: number;
  drawing: HTMLCanvasElement;
  legend: readonly LegendEntry[];
};

/** The drawing with its title, range, keys and where it comes from. `place` has the colours of the page. */
export async function savePng(
  { names, range, from, to, drawing, legend }: Picture,
  place: Element,
): Promise<void> {
  const colors = readColors(place);
  const keys = legend.flatMap(({ label, mark }) =>
    mark === undefined ? [] : [{ label, color: colors[mark] }],
  );
  const caption = {
    title: names.join(", "),
    subtitle: `Grand Exchange prices of ${rangeOf[range].name}, ${day(from)} to ${day(to)} (UTC)`,
    keys,
    watermark: `${WATERMARK} · ${location.host} · Charts by TradingView`,
  };
  const blob = await toPng(drawing, caption, colors, getComputedStyle(place).fontFamily);
  download(blob, fileName(names, range, "png"));
}
