import type {
  IChartApiBase,
  IPanePrimitive,
  IPanePrimitivePaneView,
  Logical,
  PaneAttachedParameter,
  Time,
} from "lightweight-charts";
import type { ChartColors } from "#ui/chart/colors.ts";
import type { ChartScene } from "#ui/chart/scene.ts";

type Renderer = NonNullable<ReturnType<IPanePrimitivePaneView["renderer"]>>;
type Target = Parameters<Renderer["draw"]>[0];
type Own = NonNullable<ChartScene["own"]>;
type ToY = (price: number) => number | null;

const NONE: Own = { marks: [], average: null };
const MARK_PX = 6;
const EDGE_PX = 10;
const LABEL = "my average";

/** The library's branded type for positions on the time axis. */
const logical = (index: number) => index as Logical;

/**
 * Draws the reader's trades above the lines of a pane, purchases as triangles that point up and sales as ones that point
 * down, and the average cost as a dashed line. A mark beyond the shown prices stands at the edge.
 */
export class OwnTradesPrimitive implements IPanePrimitive<Time> {
  #chart: IChartApiBase<Time> | null = null;
  #update: (() => void) | null = null;
  #own = NONE;
  #toY: ToY = () => null;
  #colors: ChartColors;

  constructor(colors: ChartColors) {
    this.#colors = colors;
  }

  attached({ chart, requestUpdate }: PaneAttachedParameter<Time>): void {
    this.#chart = chart;
    this.#update = requestUpdate;
  }

  detached(): void {
    this.#chart = null;
    this.#update = null;
  }

  show(own: ChartScene["own"], toY: ToY, colors: ChartColors): void {
    this.#own = own ?? NONE;
    this.#toY = toY;
    this.#colors = colors;
    this.#update?.();
  }

  paneViews(): readonly IPanePrimitivePaneView[] {
    return [{ zOrder: () => "top", renderer: () => ({ draw: (target) => this.#draw(target) }) }];
  }

  #draw(target: Target): void {
    const chart = this.#chart;
    const { marks, average } = this.#own;
    if (!chart || (marks.length === 0 && average === null)) return;
    const scale = chart.timeScale();
    target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
      if (average !== null) this.#drawAverage(context, average, width, height);
      for (const { index, side, price } of marks) {
        const [x, y] = [scale.logicalToCoordinate(logical(index)), this.#toY(price)];
        if (x === null || y === null || x < 0 || x > width) continue;
        const up = side === "buy" ? 1 : -1;
        const tip = Math.min(height - EDGE_PX, Math.max(EDGE_PX, y));
        context.beginPath();
        context.moveTo(x, tip);
        context.lineTo(x - MARK_PX, tip + up * 1.6 * MARK_PX);
        context.lineTo(x + MARK_PX, tip + up * 1.6 * MARK_PX);
        context.closePath();
        context.fillStyle = side === "buy" ? this.#colors.low : this.#colors.high;
        context.strokeStyle = this.#colors.surface;
        context.lineWidth = 3;
        // Set off from the lines below by a rim in the colour of the paper.
        context.stroke();
        context.fill();
      }
    });
  }

  #drawAverage(context: CanvasRenderingContext2D, average: number, width: number, height: number): void {
    const y = this.#toY(average);
    if (y === null || y < 0 || y > height) return;
    context.strokeStyle = this.#colors.strong;
    context.fillStyle = this.#colors.strong;
    context.lineWidth = 1;
    context.setLineDash([6, 4]);
    context.beginPath();
    context.moveTo(0, Math.round(y) + 0.5);
    context.lineTo(width, Math.round(y) + 0.5);
    context.stroke();
    context.setLineDash([]);
    context.font = `12px ${this.#chart?.options().layout.fontFamily ?? "sans-serif"}`;
    context.textAlign = "left";
    context.fillText(LABEL, 6, y - 5);
  }
}
