import { fold } from "./fold.ts";
import { nicknames } from "./nicknames.ts";

let targets: ReadonlyMap<string, string> | null = null;

/** Read at the first search, not when the page loads. */
function readTargets(): ReadonlyMap<string, string> {
  targets ??= new Map(
    Object.entries(nicknames).flatMap(([item, names]) =>
      names.split(" ").map((name) => [name, fold(item).text] as const),
    ),
  );
  return targets;
}

/**
 * The test of folded names for what a nickname means, null if the text is none: `ppot` is a Prayer potion of any dose,
 * `ppot4` the one with four.
 */
export function findNickname(joined: string): ((text: string) => boolean) | null {
  const target = readTargets().get(joined);
  if (target !== undefined) {
    const start = `${target} `;
    return (text) => text === target || (text.startsWith(start) && /^\d+$/.test(text.slice(start.length)));
  }
  const [, name = "", dose = ""] = /^(.+?)(\d+)$/.exec(joined) ?? [];
  const dosed = readTargets().get(name);
  return dosed === undefined ? null : (text) => text === `${dosed} ${dose}`;
}
