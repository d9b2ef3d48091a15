import type { AuditDetail } from "#features/audit/contract.ts";
import type { ActivityEntry } from "#features/accounts/contract.ts";

/** `Firefox on Linux · 203.0.113.7`: as much as is known. */
export function whereText({ device, address }: Pick<ActivityEntry, "device" | "address">): string {
  const { browser, system } = device;
  const client = browser !== null && system !== null ? `${browser} on ${system}` : (browser ?? system);
  return [client, address].filter((part) => part !== null && part !== "").join(" · ");
}

/** The small facts beside an entry in one line. */
export const detailText = (detail: AuditDetail): string =>
  Object.entries(detail)
    .map(([name, value]) => `${name}: ${value === true ? "yes" : value === false ? "no" : value}`)
    .join(", ");
