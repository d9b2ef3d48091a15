import classes from "./sparkline.module.css";

const WIDTH = 88;
const HEIGHT = 24;
const PAD = 3;

const x = (index: number, count: number) => PAD + (index / Math.max(1, count - 1)) * (WIDTH - 2 * PAD);
const y = (height: number) => HEIGHT - PAD - height * (HEIGHT - 2 * PAD);
const at = (value: number) => Math.round(value * 10) / 10;

/** The SVG path through the known heights; an unknown one leaves a gap. */
function pathOf(heights: readonly (number | null)[]): string {
  let path = "";
  let pen = "M";
  for (const [index, height] of heights.entries()) {
    if (height === null) {
      pen = "M";
      continue;
    }
    const point = `${at(x(index, heights.length))} ${at(y(height))}`;
    // A line of length 0 with round caps: a single known hour is a dot.
    path += pen === "M" ? `M${point}h0` : `L${point}`;
    pen = "L";
  }
  return path;
}

type SparklineProps = {
  /** Heights from 0 (lowest) to 1 (highest), oldest first; null if unknown. */
  heights: readonly (number | null)[];
  trend: "up" | "down" | "flat";
};

/** A small line chart without axes, hidden from screen readers. */
export function Sparkline({ heights, trend }: SparklineProps) {
  const last = heights.findLastIndex((height) => height !== null);
  const lastHeight = heights[last] ?? null;
  return (
    <svg
      className={classes.line}
      data-trend={trend}
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      aria-hidden="true"
      focusable="false"
    >
      <path d={pathOf(heights)} />
      {lastHeight !== null && <circle cx={at(x(last, heights.length))} cy={at(y(lastHeight))} r="2" />}
    </svg>
  );
}
