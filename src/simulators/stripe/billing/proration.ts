/** The part of a period's price from `at` to the period's end, rounded to the cent. */
export function prorate(amount: number, period: { start: number; end: number }, at: number): number {
  const length = period.end - period.start;
  const left = Math.min(Math.max(period.end - at, 0), length);
  return length === 0 ? 0 : Math.round((amount * left) / length);
}
