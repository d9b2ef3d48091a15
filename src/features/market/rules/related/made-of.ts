const numbered = (name: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);

const gods = ["Saradomin", "Zamorak", "Armadyl", "Bandos", "Ancient"];

/**
 * Items and the tradeable items that they are made of. A whole may be untradeable; its parts still belong together.
 */
export const madeOf: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(gods.map((god) => [`${god} godsword`, [`${god} hilt`, "Godsword blade"]])),
  "Godsword blade": numbered("Godsword shard", 3),
  "Malediction ward": numbered("Malediction shard", 3),
  "Odium ward": numbered("Odium shard", 3),
  "Crystal key": ["Tooth half of key", "Loop half of key"],
  "Dragon sq shield": ["Shield left half", "Shield right half"],
  "Dragon platebody": ["Dragon metal shard", "Dragon metal lump", "Dragon chainbody"],
  "Dragon kiteshield": ["Dragon metal shard", "Dragon metal slice", "Dragon sq shield"],
  "Arcane spirit shield": ["Arcane sigil", "Blessed spirit shield"],
  "Elysian spirit shield": ["Elysian sigil", "Blessed spirit shield"],
  "Spectral spirit shield": ["Spectral sigil", "Blessed spirit shield"],
  "Blessed spirit shield": ["Spirit shield", "Holy elixir"],
  "Abyssal tentacle": ["Abyssal whip", "Kraken tentacle"],
  "Amulet of blood fury": ["Amulet of fury", "Blood shard"],
  "Dragonfire shield": ["Draconic visage", "Anti-dragon shield"],
  "Dragonfire ward": ["Skeletal visage", "Anti-dragon shield"],
  "Dragon hunter lance": ["Hydra's claw", "Zamorakian hasta"],
  "Kodai wand": ["Kodai insignia", "Master wand"],
  "Primordial boots": ["Primordial crystal", "Dragon boots"],
  "Pegasian boots": ["Pegasian crystal", "Ranger boots"],
  "Eternal boots": ["Eternal crystal", "Infinity boots"],
  "Toxic blowpipe (empty)": ["Tanzanite fang"],
  "Toxic staff of the dead": ["Staff of the dead", "Magic fang"],
  "Uncharged toxic trident": ["Uncharged trident", "Magic fang"],
  Voidwaker: ["Voidwaker blade", "Voidwaker hilt", "Voidwaker gem"],
  "Zaryte crossbow": ["Nihil horn", "Armadyl crossbow"],
};
