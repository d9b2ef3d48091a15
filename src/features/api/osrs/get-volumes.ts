import type { VolumesById } from "#features/api/rules/history-endpoints.ts";
import { stepMs } from "#features/history/rules/bucket.ts";
import { getVolumes as getVolumeColumns } from "#features/history/status/get-volumes.ts";
import { AppError } from "#platform/app-error.ts";

/** The units of both sides in 24 hours, by item id. Throws `unavailable` if no hour is stored. */
export async function getVolumes(deps: Parameters<typeof getVolumeColumns>[0]): Promise<VolumesById> {
  const { oneHourAt, columns } = await getVolumeColumns(deps);
  if (oneHourAt === null) throw new AppError("unavailable", "No bucket of 1h has arrived yet");
  const entries = columns.id.flatMap((id, index) => {
    const [high, low] = [columns.highVolume24h[index] ?? null, columns.lowVolume24h[index] ?? null];
    return high === null || low === null ? [] : [[id, high + low] as const];
  });
  return { timestamp: (oneHourAt + stepMs("1h")) / 1_000, data: Object.fromEntries(entries) };
}
