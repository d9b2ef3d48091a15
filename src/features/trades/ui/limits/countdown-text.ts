const SECOND_MS = 1_000;
const two = (count: number): string => String(count).padStart(2, "0");

/** The time until a moment (epoch ms): `3:59:07`, `7:03` below an hour; null once it is there. */
export function countdownText(endsAtMs: number, nowMs: number): string | null {
  const seconds = Math.ceil((endsAtMs - nowMs) / SECOND_MS);
  if (seconds <= 0) return null;
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return hours === 0 ? `${minutes}:${two(seconds % 60)}` : `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}
