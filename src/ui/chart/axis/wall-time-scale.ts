import { defaultHorzScaleBehavior } from "lightweight-charts";
import type { TimeScalePoint, UTCTimestamp } from "lightweight-charts";
import { axisZone } from "./zone.ts";

/** The library's branded type for UTC seconds. */
export const chartTime = (atMs: number): UTCTimestamp => (atMs / 1000) as UTCTimestamp;
/** The epoch ms of a time that this chart was given, which is always one of `chartTime`. */
export const epochMs = (time: unknown): number => Number(time) * 1000;

type Point = { -readonly [Key in keyof TimeScalePoint]: TimeScalePoint[Key] };

/**
 * The library's time axis, with ticks at the midnights and full hours of a clock on the wall. The library itself only
 * knows UTC. Times stay epoch seconds, so that an hour that comes twice, when clocks go back, is there twice.
 */
export class WallTimeScale extends defaultHorzScaleBehavior() {
  zone = axisZone(0);

  override fillWeightsForPoints(points: Point[], startIndex: number): void {
    const times = points.map(({ originalTime }) => epochMs(originalTime));
    const [first = 0, second = first] = times;
    // The library guesses what precedes the first bucket by the mean length, which a change of the clocks bends.
    const onWall = [2 * first - second, ...times].map((atMs, index) => ({
      time: this.convertHorzItemToInternal(this.zone.wallS(atMs) as UTCTimestamp),
      originalTime: atMs,
      timeWeight: points[Math.max(0, index - 1)]?.timeWeight ?? (0 as Point["timeWeight"]),
    }));
    super.fillWeightsForPoints(onWall, startIndex === 0 ? 0 : startIndex + 1);
    for (const [index, point] of points.entries())
      point.timeWeight = onWall[index + 1]?.timeWeight ?? point.timeWeight;
  }
}
