"use client";
import dynamic from "next/dynamic";
import { chartStyles } from "#features/history/rules/chart/chart-options.ts";
import type { ChartStyle, DrawnOptions } from "#features/history/rules/chart/chart-options.ts";
import classes from "./chart-tools.module.css";
import { ToolMenu } from "./tool-menu.tsx";
import type { ChangeChartOptions } from "#features/history/ui/chart-options/use-chart-options.ts";

const Opening = () => <p className={classes.note}>Opening…</p>;
const SeriesPanel = dynamic(() => import("./series-panel.tsx").then((module) => module.SeriesPanel), {
  loading: Opening,
});
const StepPanel = dynamic(() => import("./step-panel.tsx").then((module) => module.StepPanel), {
  loading: Opening,
});
const IndicatorPanel = dynamic(
  () => import("./indicator-panel.tsx").then((module) => module.IndicatorPanel),
  {
    loading: Opening,
  },
);
const ComparePanel = dynamic(() => import("./compare-panel.tsx").then((module) => module.ComparePanel), {
  loading: Opening,
});
const ExportPanel = dynamic(
  () => import("#features/history/ui/chart-export/export-panel.tsx").then((module) => module.ExportPanel),
  {
    loading: Opening,
  },
);

const styleNames: Record<ChartStyle, string> = { line: "Line", candles: "Candles" };

export type ExportKind = "png" | "csv";

type ChartToolsProps = {
  itemId: number;
  options: DrawnOptions;
  onChange: ChangeChartOptions;
  /** Null while there is nothing to export. Rejects if the export fails. */
  onExport: ((kind: ExportKind) => Promise<void>) | null;
};

/** The toolbar of the chart: style, series, indicators, comparison and export. */
export function ChartTools({ itemId, options, onChange, onExport }: ChartToolsProps) {
  const comparing = options.compared.length > 0;
  const indicators =
    options.averages.length + (options.bands === null ? 0 : 1) + (options.strength === null ? 0 : 1);
  return (
    <fieldset className={classes.tools} aria-label="Chart tools">
      <fieldset className={classes.styles} aria-label="Drawn as">
        {chartStyles.map((style) => (
          <button
            key={style}
            type="button"
            className={classes.style}
            aria-pressed={!comparing && options.style === style}
            disabled={comparing}
            onClick={() => onChange({ style })}
          >
            {styleNames[style]}
          </button>
        ))}
      </fieldset>
      <ToolMenu label="Step">
        <StepPanel options={options} onChange={onChange} />
      </ToolMenu>
      <ToolMenu label="Series">
        <SeriesPanel options={options} onChange={onChange} />
      </ToolMenu>
      <ToolMenu label="Indicators" count={comparing ? 0 : indicators}>
        <IndicatorPanel options={options} onChange={onChange} />
      </ToolMenu>
      <ToolMenu label="Compare" count={options.compared.length}>
        <ComparePanel itemId={itemId} compared={options.compared} onChange={onChange} />
      </ToolMenu>
      <ToolMenu label="Export" align="end">
        <ExportPanel onExport={onExport} />
      </ToolMenu>
    </fieldset>
  );
}
