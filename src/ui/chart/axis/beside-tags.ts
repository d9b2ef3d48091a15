/** The height of a tag with the newest value, px: a tick's label closer than this would be partly covered. */
const ROOM_PX = 17;

/**
 * Leaves out the labels of ticks that a tag on the axis would cover. `ys`: where the ticks are, `tagYs`: where the tags
 * belong, px; null where that is not known. Tags that are close push each other apart, by half a tag at most.
 */
export function withoutCovered(
  labels: readonly string[],
  ys: readonly (number | null)[],
  tagYs: readonly (number | null)[],
): string[] {
  const known = tagYs.filter((y) => y !== null);
  const arePushed = known.some((y, index) =>
    known.some((other, at) => at !== index && Math.abs(other - y) < ROOM_PX),
  );
  const room = arePushed ? 1.5 * ROOM_PX : ROOM_PX;
  return labels.map((label, index) => {
    const y = ys[index] ?? null;
    return y !== null && known.some((tag) => Math.abs(tag - y) < room) ? "" : label;
  });
}
