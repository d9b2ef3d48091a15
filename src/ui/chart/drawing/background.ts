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
type Background = Pick<ChartScene, "blanks" | "marks">;

const LABEL = "no data";
const LABEL_ROOM_PX = 64;
const FLAG_PX = 5;

/** The library's branded type for positions on the time axis. */
const logical = (index: number) => index as Logical;

/** Draws below the lines of a pane: shaded ranges without data, and a marker for each game update. */
export class BackgroundPrimitive implements IPanePrimitive<Time> {
  #chart: IChartApiBase<Time> | null = null;
  #update: (() => void) | null = null;
  #background: Background = { blanks: [], marks: [] };
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

  show(background: Background, colors: ChartColors): void {
    this.#background = background;
    this.#colors = colors;
    this.#update?.();
  }

  paneViews(): readonly IPanePrimitivePaneView[] {
    return [{ zOrder: () => "bottom", renderer: () => ({ draw: (target) => this.#draw(target) }) }];
  }

  #draw(target: Target): void {
    const chart = this.#chart;
    if (!chart) return;
    const scale = chart.timeScale();
    const { fontFamily } = chart.options().layout;
    const half = scale.options().barSpacing / 2;
    const xOf = (index: number) => scale.logicalToCoordinate(logical(index));
    target.useMediaCoordinateSpace(({ context, mediaSize: { width, height } }) => {
      context.font = `12px ${fontFamily}`;
      context.textAlign = "center";
      for (const { first, last } of this.#background.blanks) {
        const left = Math.max(0, (xOf(first) ?? 0) - half);
        const right = Math.min(width, (xOf(last) ?? 0) + half);
        if (right <= left) continue;
        context.fillStyle = this.#colors.blank;
        context.fillRect(left, 0, right - left, height);
        if (right - left < LABEL_ROOM_PX) continue;
        context.fillStyle = this.#colors.text;
        context.fillText(LABEL, (left + right) / 2, height - 8);
      }
      for (const index of this.#background.marks) {
        const x = xOf(index);
        if (x === null || x < 0 || x > width) continue;
        context.strokeStyle = this.#colors.mark;
        context.fillStyle = this.#colors.mark;
        context.lineWidth = 1;
        context.setLineDash([2, 3]);
        context.beginPath();
        context.moveTo(x, 0);
        context.lineTo(x, height);
        context.stroke();
        context.setLineDash([]);
        context.beginPath();
        context.moveTo(x - FLAG_PX, 0);
        context.lineTo(x + FLAG_PX, 0);
        context.lineTo(x, 1.6 * FLAG_PX);
        context.fill();
      }
    });
  }
}
