import classes from "./sparkline.module.css";

const WIDTH = 88;
const HEIGHT = 24;
const PAD = 3;

const x = (index: number, count: number) => PAD + (index / Math.max(1, count - 1)) * (WIDTH - 2 * PAD);
const y = (height: number) => HEIGHT - PAD - height * (HEIGHT - 2 * PAD);
const at = (value: number) => Math.round(value * 10) / 10;

/** A line through the known heights; an unknown one breaks it. */
function pathOf(heights: readonly (number | null)[]): string {
  let path = "";
  let pen = "M";
  for (const [index, height] of heights.entries()) {
    if (height === null) {
      pen = "M";
      continue;
    }
    const point = `${at(x(index, heights.length))} ${at(y(height))}`;
    // A line of no length has round ends: a lone hour shows as a dot.
    path += pen === "M" ? `M${point}h0` : `L${point}`;
    pen = "L";
  }
  return path;
}

type SparklineProps = {
  /** From 0 (the lowest) to 1 (the highest), oldest first. */
  heights: readonly (number | null)[];
  trend: "up" | "down" | "flat";
};

/** Shape only, no axes; the number beside it says what it amounts to. */
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
