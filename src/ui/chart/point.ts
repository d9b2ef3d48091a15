/** One bucket of a price chart: `at` its start (epoch ms), prices in gp, volumes in units. Null is a gap. */
export type ChartPoint = {
  at: number;
  high: number | null;
  low: number | null;
  highVolume: number;
  lowVolume: number;
};
