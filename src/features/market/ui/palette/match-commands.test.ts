import { expect, it } from "vitest";
import { matchCommands, orderEntries } from "./match-commands.ts";

const commands = [
  { label: "Market", words: ["list", "all items"] },
  { label: "Sign in", words: ["log in", "register", "settings"] },
  { label: "Switch to dark", words: ["dark mode", "theme"] },
  { label: "Display settings", words: ["settings", "theme", "colour blind"] },
];
const labels = (typed: string) => matchCommands(commands, typed).found.map(({ label }) => label);

it.each([
  ["sign in", ["Sign in"]],
  ["SIGN-IN", ["Sign in"]],
  ["login", ["Sign in"]],
  ["log in", ["Sign in"]],
  ["theme", ["Switch to dark", "Display settings"]],
  ["colourblind", ["Display settings"]],
  ["them", ["Switch to dark", "Display settings"]],
  ["display settings", ["Display settings"]],
  ["dark", ["Switch to dark"]],
])("finds by %s", (typed, expected) => {
  expect(labels(typed)).toEqual(expected);
  expect(matchCommands(commands, typed).named).toBe(true);
});

it("finds a word within a name, too, but nothing within words", () => {
  expect(matchCommands(commands, "mode")).toEqual({ named: false, found: [commands[2]] });
  expect(labels("arket")).toEqual([]);
  expect(labels("?!")).toEqual([]);
});

it("puts a named command before items that only resemble it, and after items that begin so", () => {
  const items = ["Dark bow", "Dark totem", "c", "d", "e", "f", "g"].map((label) => ({ label }));
  const order = (typed: string, some: typeof items) =>
    orderEntries(typed, some, matchCommands(commands, typed)).map(({ label }) => label);
  expect(order("theme", [{ label: "Thammaron" }])).toEqual([
    "Switch to dark",
    "Display settings",
    "Thammaron",
  ]);
  expect(order("dark", items).slice(0, 7)).toEqual([
    "Dark bow",
    "Dark totem",
    "c",
    "d",
    "e",
    "f",
    "Switch to dark",
  ]);
  expect(order("market", [{ label: "Market stall" }])).toEqual(["Market", "Market stall"]);
  expect(order("mode", [{ label: "Mode" }])).toEqual(["Mode", "Switch to dark"]);
});
