/** A zone of the IANA list, such as `America/Argentina/Salta`, with its name within the group. */
type Zone = { id: string; name: string };
/** The zones of a part of the world. */
export type ZoneGroup = { region: string; zones: Zone[] };

/** Zones by part of the world, in the order of the alphabet. UTC, which is in none, comes first. */
export function zoneGroups(ids: Iterable<string>): ZoneGroup[] {
  const groups = new Map<string, Zone[]>([["Everywhere", [{ id: "UTC", name: "UTC" }]]]);
  for (const id of [...new Set(ids)].toSorted((a, b) => a.localeCompare(b, "en"))) {
    if (id === "UTC") continue;
    const slash = id.indexOf("/");
    const region = slash < 0 ? "Other" : id.slice(0, slash);
    const name = id
      .slice(slash + 1)
      .replaceAll("/", ", ")
      .replaceAll("_", " ");
    groups.set(region, [...(groups.get(region) ?? []), { id, name }]);
  }
  return [...groups].map(([region, zones]) => ({ region, zones }));
}
