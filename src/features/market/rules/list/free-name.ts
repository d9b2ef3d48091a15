const MAX_LENGTH = 40;

/** The name if nobody has it, else with the first free number behind it: `Flips (2)`. At most 40 characters. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2, free = name; ; number++) {
    if (!taken.has(free)) return free;
    const end = ` (${number})`;
    // By characters, so that none is cut in half.
    const room = MAX_LENGTH - end.length;
    let cut = "";
    for (const character of name) if (cut.length + character.length <= room) cut += character;
    free = cut.trimEnd() + end;
  }
}
