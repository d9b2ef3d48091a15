import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { expect, test } from "vitest";

const SRC = join(import.meta.dirname, "../../src");
/** `from "…"`, `import "…"`, `import("…")`, `declare module "…"`: types count as well. */
const SPECIFIER = /(?:\bfrom|\bimport|\bimport\(|\bdeclare module)\s*"([^"]+)"/g;

/** From the top; an arrow runs down only. Rooms of one line do not know each other, but for features (by the linter). */
const RANKS = [["processes"], ["app"], ["server"], ["features"], ["trpc", "ui"], ["platform"]];

/** A room is a feature, or a folder of src/. */
const roomOf = (file: string): string => {
  const [top = "", name = ""] = file.split("/");
  return top === "features" ? `features/${name}` : top;
};

type Arrow = { from: string; to: string; file: string };

function readArrows(): Arrow[] {
  const files = readdirSync(SRC, { recursive: true, encoding: "utf8" }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && file.includes("/"),
  );
  return files.flatMap((file) =>
    [...readFileSync(join(SRC, file), "utf8").matchAll(SPECIFIER)].flatMap(([, specifier = ""]) => {
      if (!/^[#.]/.test(specifier)) return [];
      const target = specifier.startsWith("#")
        ? specifier.slice(1)
        : normalize(join(dirname(file), specifier));
      const [from, to] = [roomOf(file), roomOf(target)];
      return from === to ? [] : [{ from, to, file }];
    }),
  );
}

/** A way through the rooms that ends where it began; null where there is none. */
function findCircle(arrows: readonly Arrow[]): string[] | null {
  const next = Map.groupBy(arrows, ({ from }) => from);
  const done = new Set<string>();
  const walk = (room: string, way: readonly string[]): string[] | null => {
    if (way.includes(room)) return [...way.slice(way.indexOf(room)), room];
    if (done.has(room)) return null;
    for (const to of new Set(next.get(room)?.map((arrow) => arrow.to))) {
      const circle = walk(to, [...way, room]);
      if (circle !== null) return circle;
    }
    done.add(room);
    return null;
  };
  for (const room of next.keys()) {
    const circle = walk(room, []);
    if (circle !== null) return circle;
  }
  return null;
}

const arrows = readArrows();

test("the graph of rooms has no circle, types included", () => {
  expect(new Set(arrows.map(({ from }) => from)).size).toBeGreaterThan(10);
  expect(findCircle(arrows)).toBeNull();
});

test("a circle would be found", () => {
  const back = { from: "platform", to: "features/history", file: "platform/planted.ts" };
  expect(findCircle([...arrows, back])).toContain("features/history");
});

test("every arrow runs down", () => {
  const rank = (room: string) => RANKS.findIndex((names) => names.includes(room.split("/", 1)[0] ?? ""));
  const upwards = arrows.filter(
    ({ from, to }) =>
      from !== "simulators" && rank(to) <= rank(from) && !(rank(from) === 3 && rank(to) === 3),
  );
  expect(upwards).toEqual([]);
  expect(arrows.filter(({ from, to }) => from === "simulators" || to === "simulators")).toEqual([]);
  expect(arrows.filter(({ to }) => to === "processes" || to === "features/api")).toEqual(
    arrows.filter(({ from, to }) => to === "features/api" && /^(app|server)$/.test(from)),
  );
});
