import type { ReactNode } from "react";
import classes from "./price-chart.module.css";

type ChartStateProps = {
  title: string;
  children: ReactNode;
  action?: { label: string; onPress: () => void };
};

/** A message in place of the chart, of the same height. */
export function ChartState({ title, children, action }: ChartStateProps) {
  return (
    <output className={classes.state}>
      <strong>{title}</strong>
      <span>{children}</span>
      {action && (
        <button type="button" className={classes.retry} onClick={action.onPress}>
          {action.label}
        </button>
      )}
    </output>
  );
}
