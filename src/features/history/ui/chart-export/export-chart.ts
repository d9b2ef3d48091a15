import type { ExportedHistory } from "#features/history/contract.ts";
import type { ChartRange } from "#features/history/rules/chart/range.ts";
import { readColors } from "#ui/chart/colors.ts";
import { download, toPng } from "#ui/chart/picture.ts";
import type { LegendEntry } from "#features/history/ui/chart-models/model.ts";

const WATERMARK = "GE-Metrics";

const fileName = (names: readonly string[], range: ChartRange): string =>
  `${[...names, range]
    .join(" ")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")}.png`;

const day = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

export function saveCsv({ fileName: name, csv }: ExportedHistory): void {
  download(new Blob([csv], { type: "text/csv;charset=utf-8" }), name);
}

type Picture = {
  names: readonly string[];
  range: ChartRange;
  /** The name of the period. */
  period: string;
  /** The starts of the first and the last drawn bucket (epoch ms). */
  from: number;
  to: number;
  drawing: HTMLCanvasElement;
  legend: readonly LegendEntry[];
};

/** Saves the chart as a PNG with title, range, legend and source. `place`: an element with the chart's colours. */
export async function savePng(
  { names, range, period, from, to, drawing, legend }: Picture,
  place: Element,
): Promise<void> {
  const colors = readColors(place);
  const keys = legend.flatMap(({ label, mark, dash }) =>
    mark === undefined ? [] : [{ label, color: colors[mark], dash }],
  );
  const caption = {
    title: names.join(", "),
    subtitle: `Grand Exchange prices of ${period}, ${day(from)} to ${day(to)} (UTC)`,
    keys,
    watermark: `${WATERMARK} · ${location.host} · Charts by TradingView`,
  };
  const blob = await toPng(drawing, caption, colors, getComputedStyle(place).fontFamily);
  download(blob, fileName(names, range));
}
