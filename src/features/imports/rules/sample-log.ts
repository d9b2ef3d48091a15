const HOUR_MS = 3_600_000;

/** A small RuneLite log of the days before `nowMs`, to try an import with: nature runes, a whip, and a sale of unknown cost. */
export const sampleLog = (nowMs: number): string => {
  const at = (hoursAgo: number) => Math.floor((nowMs - hoursAgo * HOUR_MS) / 60_000) * 60_000;
  const trades = [
    { b: true, i: 561, q: 1_000, p: 100, t: at(50) },
    { b: false, i: 561, q: 1_000, p: 110, t: at(46) },
    { b: true, i: 4151, q: 1, p: 1_700_000, t: at(30) },
    { b: false, i: 4151, q: 1, p: 1_760_020, t: at(26) },
    { b: true, i: 560, q: 300, p: 199, t: at(20) },
    { b: false, i: 554, q: 50, p: 5, t: at(10) },
  ];
  return `[\n${trades.map((trade) => JSON.stringify(trade)).join(",\n")}\n]\n`;
};
