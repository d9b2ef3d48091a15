import type { ISeriesApi } from "lightweight-charts";
import { axisLabels } from "#ui/chart/axis/axis.ts";
import { withoutCovered } from "#ui/chart/axis/beside-tags.ts";
import type { ChartScene, Values } from "#ui/chart/scene.ts";

type Placed = Pick<ISeriesApi<"Line">, "priceToCoordinate">;

const TENTH = 10;

const exact = new Intl.NumberFormat("en");
const plain = (value: number) => String(Math.round(value * TENTH) / TENTH);
const minus = (value: number) => (value < 0 ? "−" : "");
/** How the values of each unit are written: exact at the crosshair, short beside the ticks. */
export const formats = {
  gp: {
    type: "custom",
    minMove: 1,
    formatter: (value: number) => exact.format(Math.round(Math.abs(value))),
    tickmarksFormatter: axisLabels,
  },
  index: {
    type: "custom",
    minMove: 0.1,
    formatter: plain,
    tickmarksFormatter: (values: readonly number[]) => values.map(plain),
  },
  profit: {
    type: "custom",
    minMove: 1,
    formatter: (value: number) => `${minus(value)}${exact.format(Math.round(Math.abs(value)))}`,
    tickmarksFormatter: (values: readonly number[]) => {
      const sizes = axisLabels(values);
      // A lone mark has no neighbour that asks for digits.
      return values.map(
        (value, index) => `${minus(value)}${sizes[index]?.replace(/\.0+(?=[kmb]$)/, "") ?? ""}`,
      );
    },
  },
} as const;

/** The newest values that stand on the axis of one pane, and the price format that leaves room for them. */
export function taggedFormat(unit: ChartScene["unit"]) {
  const tags: { series: Placed; value: number | null }[] = [];
  const format = formats[unit];
  const tickmarksFormatter = (values: readonly number[]): string[] => {
    const toY = (value: number | null) =>
      value === null ? null : (tags[0]?.series.priceToCoordinate(value) ?? null);
    const labels = format.tickmarksFormatter(values);
    return withoutCovered(
      labels,
      values.map(toY),
      tags.map(({ value }) => toY(value)),
    );
  };
  const tag = (series: Placed) => {
    const entry: (typeof tags)[number] = { series, value: null };
    tags.push(entry);
    return (values: Values) => {
      entry.value = values.findLast((value) => value !== null) ?? null;
    };
  };
  return { priceFormat: { ...format, tickmarksFormatter }, tag };
}

export type TaggedFormat = ReturnType<typeof taggedFormat>;
