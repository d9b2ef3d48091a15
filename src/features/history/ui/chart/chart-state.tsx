import type { ReactNode } from "react";
import classes from "./price-chart.module.css";

type ChartStateProps = {
  title: string;
  children: ReactNode;
  action?: { label: string; onPress: () => void };
};

/** Stands where the drawing would, as high as it. */
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
