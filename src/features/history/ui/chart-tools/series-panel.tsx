"use client";
import { chartParts, togglePart } from "#features/history/rules/chart/chart-options.ts";
import type { ChartOptions, ChartPart } from "#features/history/rules/chart/chart-options.ts";
import classes from "./chart-tools.module.css";
import type { ChangeChartOptions } from "#features/history/ui/chart-options/use-chart-options.ts";

const parts: Record<ChartPart, { label: string; note: string }> = {
  high: { label: "High", note: "what sellers got" },
  low: { label: "Low", note: "what buyers paid" },
  mid: { label: "Mid", note: "halfway between both" },
  spread: { label: "Spread", note: "the shade between both" },
  volume: { label: "Volume by side", note: "bought upwards, sold downwards" },
  updates: { label: "Game updates", note: "marked where they came" },
};

const withCandles: ReadonlySet<ChartPart> = new Set<ChartPart>(["volume", "updates"]);
const withComparison: ReadonlySet<ChartPart> = new Set<ChartPart>(["updates"]);

/** Whether the current kind of chart can show a part. */
const usableIn = ({ style, compared }: ChartOptions, part: ChartPart): boolean => {
  if (compared.length > 0) return withComparison.has(part);
  return style === "line" || withCandles.has(part);
};

export function SeriesPanel({ options, onChange }: { options: ChartOptions; onChange: ChangeChartOptions }) {
  const comparing = options.compared.length > 0;
  return (
    <>
      {chartParts.map((part) => (
        <label key={part} className={classes.choice}>
          <input
            type="checkbox"
            checked={options.parts.includes(part)}
            disabled={!usableIn(options, part)}
            onChange={() => onChange({ parts: togglePart(options.parts, part) })}
          />
          <span>
            {parts[part].label}
            <small>{parts[part].note}</small>
          </span>
        </label>
      ))}
      {(comparing || options.style === "candles") && (
        <p className={classes.note}>
          {comparing
            ? "Items are compared by their mid prices; remove them to see one item's sides and volumes."
            : "Candles are made of mid prices; lines have the two sides."}
        </p>
      )}
    </>
  );
}
