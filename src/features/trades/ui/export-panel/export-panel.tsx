"use client";
import { useState } from "react";
import { EXPORT_WORDS, exportFormats } from "#features/trades/rules/export-formats.ts";
import { trpc } from "#trpc/client.tsx";
import { Section } from "#ui/layout/section.tsx";
import kit from "#ui/form/form.module.css";
import classes from "./export-panel.module.css";
import { ExportRow } from "./export-row.tsx";

/** A trader's ledger as files: each format with what it has and what it has no place for. */
export function ExportPanel() {
  const characters = trpc.characters.list.useQuery().data?.characters ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const character = characters.find(({ id }) => id === chosen) ?? characters[0];
  const picker = characters.length > 1 && (
    <select
      className={`${kit.input} ${classes.picker}`}
      aria-label="Character of the Flipping Utilities file"
      value={character?.id}
      onChange={({ currentTarget }) => setChosen(currentTarget.value)}
    >
      {characters.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </select>
  );
  const query = (isByCharacter: boolean) =>
    isByCharacter && character !== undefined ? `?character=${character.id}` : "";
  return (
    <Section
      title="Take your trades with you"
      lead="Your ledger as a file, as often as you like. An import reads the purchases and sales of each of these files again."
    >
      <ul className={classes.formats}>
        {exportFormats.map((format) => (
          <ExportRow
            key={format}
            words={EXPORT_WORDS[format]}
            url={`/api/trades/export/${format}${query(EXPORT_WORDS[format].isByCharacter)}`}
            picker={EXPORT_WORDS[format].isByCharacter ? picker : null}
          />
        ))}
      </ul>
    </Section>
  );
}
