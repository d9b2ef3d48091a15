import { expect, it } from "vitest";
import { zoneGroups } from "./zones.ts";

it("groups zones by part of the world, each once, with UTC first", () => {
  const ids = [
    "Europe/Berlin",
    "America/Argentina/Buenos_Aires",
    "UTC",
    "EST",
    "Europe/Berlin",
    "Europe/Athens",
  ];
  expect(zoneGroups(ids)).toEqual([
    { region: "Everywhere", zones: [{ id: "UTC", name: "UTC" }] },
    { region: "America", zones: [{ id: "America/Argentina/Buenos_Aires", name: "Argentina, Buenos Aires" }] },
    { region: "Other", zones: [{ id: "EST", name: "EST" }] },
    {
      region: "Europe",
      zones: [
        { id: "Europe/Athens", name: "Athens" },
        { id: "Europe/Berlin", name: "Berlin" },
      ],
    },
  ]);
});
