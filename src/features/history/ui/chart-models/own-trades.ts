import type { OwnTrade, OwnTrades } from "#ui/chart/own-trades.tsx";
import { formatExact } from "#ui/format/format.ts";
import type { ChartModel, LegendEntry } from "./model.ts";

/** The reader's trades of one side in one bucket: all their units, at the mean price. */
export type OwnMark = { index: number; side: OwnTrade["side"]; quantity: number; price: number };

/** The trades by bucket, in order of time. `at`: starts of the buckets; the last is `stepMs` long. */
export function ownMarks(trades: readonly OwnTrade[], at: readonly number[], stepMs: number): OwnMark[] {
  const marks = new Map<string, OwnMark>();
  const endMs = (at.at(-1) ?? -Infinity) + stepMs;
  for (const trade of trades) {
    if (trade.at < (at[0] ?? Infinity) || trade.at >= endMs) continue;
    const index = at.findLastIndex((start) => start <= trade.at);
    const key = `${index} ${trade.side}`;
    const before = marks.get(key) ?? { index, side: trade.side, quantity: 0, price: 0 };
    const quantity = before.quantity + trade.quantity;
    const price = before.price + ((trade.unitPrice - before.price) * trade.quantity) / quantity;
    marks.set(key, { ...before, quantity, price });
  }
  return [...marks.values()].toSorted((a, b) => a.index - b.index || (a.side < b.side ? -1 : 1));
}

const verb = { buy: "bought", sell: "sold" } as const;
const at = ({ quantity, price }: OwnMark): string =>
  `${formatExact(quantity)} at ${formatExact(Math.round(price))}`;

/** A chart with the reader's trades and average cost. Not on a comparison, which has an index instead of prices. */
export function withOwnTrades(model: ChartModel, { trades, average }: OwnTrades): ChartModel {
  const { scene } = model;
  if (scene.unit !== "gp") return model;
  const marks = ownMarks(trades, scene.at, scene.stepS * 1_000);
  const marksAt = (index: number | null) => marks.filter((mark) => mark.index === index);
  const ownEntries = (index: number | null): LegendEntry[] => [
    ...(average === null
      ? []
      : [
          {
            label: "My average",
            hint: "What the units that you hold have cost each; the dashed line",
            value: formatExact(Math.round(average)),
          },
        ]),
    ...marksAt(index).map((mark) => ({ label: `I ${verb[mark.side]}`, value: at(mark) })),
  ];
  return {
    scene: { ...scene, own: { marks, average } },
    legendAt: (index) => [...model.legendAt(index), ...ownEntries(index)],
    sentenceAt: (index) =>
      [
        model.sentenceAt(index),
        ...marksAt(index).map((mark) => `You ${verb[mark.side]} ${at(mark)} gp`),
      ].join(". "),
    summary: `${model.summary}${marks.length === 0 ? "" : ` Your own trades are marked in ${formatExact(new Set(marks.map(({ index }) => index)).size)} of its points.`}`,
  };
}
