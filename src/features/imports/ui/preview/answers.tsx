"use client";
import { useState } from "react";
import type { FoundFile, ImportView } from "#features/imports/contract.ts";
import { columnsProblem, headerKey } from "#features/imports/rules/columns.ts";
import type { ColumnMapping } from "#features/imports/rules/columns.ts";
import { trpc } from "#trpc/client.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { Button } from "#ui/form/button.tsx";
import { Section } from "#ui/layout/section.tsx";
import kit from "#ui/form/form.module.css";
import classes from "#features/imports/ui/page/imports.module.css";
import { CharacterChoices } from "./character-choices.tsx";
import { ColumnMapper } from "./column-mapper.tsx";

const zones = Intl.supportedValuesOf("timeZone");
const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Tables of the file, each header once. */
function tablesOf(files: readonly FoundFile[]) {
  const byHeader = new Map<string, FoundFile & { header: string[]; mapping: ColumnMapping }>();
  for (const file of files) {
    const { header, mapping } = file;
    if (file.problem === null && header !== null && mapping !== null)
      byHeader.set(headerKey(header), { ...file, header, mapping });
  }
  return [...byHeader];
}

type AnswersProps = { view: ImportView; onDone: () => void };

/** Asks for what the file leaves open: the zone of its clock times, the columns of a table, whose trades they are. */
export function Answers({ view, onDone }: AnswersProps) {
  const utils = trpc.useUtils();
  const tables = tablesOf(view.files);
  const [chosenZone, setZone] = useState(view.timeZone);
  const settings = trpc.characters.list.useQuery().data?.settings;
  const zone = chosenZone ?? settings?.timeZone ?? (zones.includes(ownZone) ? ownZone : "UTC");
  const [mappings, setMappings] = useState(() => new Map(tables.map(([key, { mapping }]) => [key, mapping])));
  const [characters, setCharacters] = useState<Readonly<Record<string, string>>>({});
  const [characterId, setCharacterId] = useState<string | null>(null);
  const configure = trpc.imports.configure.useMutation({
    onSuccess: (changed) => {
      utils.imports.get.setData({ id: view.id }, changed);
      void utils.imports.list.invalidate();
      onDone();
    },
  });
  const needsZone =
    view.asks.includes("timeZone") ||
    view.files.some(({ hasLocalTimes, format }) => hasLocalTimes || format === "table");
  const problem =
    [...mappings.values()].map(({ columns }) => columnsProblem(columns)).find((each) => each !== null) ??
    null;
  const send = () =>
    configure.mutate({
      id: view.id,
      ...(needsZone && { timeZone: zone }),
      mappings: tables.flatMap(([key, { header }]) => {
        const mapping = mappings.get(key);
        return mapping === undefined ? [] : [{ header, mapping }];
      }),
      characters: Object.entries(characters).map(([name, id]) => ({ name, characterId: id })),
      ...(characterId !== null && { characterId }),
    });
  return (
    <Section title={view.state === "asking" ? "Before it can be read" : "Read it in another way"}>
      {tables.map(([key, table]) => (
        <ColumnMapper
          key={key}
          table={table}
          mapping={mappings.get(key) ?? table.mapping}
          onChange={(mapping) => setMappings((before) => new Map(before).set(key, mapping))}
        />
      ))}
      {needsZone && (
        <label className={classes.choice}>
          <span>Time zone of the clock times in the file</span>
          <select
            className={kit.input}
            value={zone}
            onChange={({ currentTarget }) => setZone(currentTarget.value)}
          >
            {[...new Set([ownZone, zone, "UTC", ...zones])].map((name) => (
              <option key={name} value={name}>
                {name.replaceAll("_", " ")}
              </option>
            ))}
          </select>
          <small className={classes.muted}>
            The file has times without a zone. They are of the computer that wrote it.
          </small>
        </label>
      )}
      {view.summary !== null && (
        <CharacterChoices
          named={view.summary.characters}
          chosen={characters}
          fallback={characterId ?? view.characterId}
          onName={(name, id) => setCharacters((before) => ({ ...before, [name]: id }))}
          onFallback={setCharacterId}
        />
      )}
      <div role="alert">
        {problem !== null && <p className={classes.problem}>{problem}.</p>}
        {configure.error !== null && <p className={classes.problem}>{faultText(configure.error)}</p>}
      </div>
      <div className={classes.actions}>
        <Button tone="primary" pending={configure.isPending} disabled={problem !== null} onPress={send}>
          {view.state === "asking" ? "Read the file" : "Read it again"}
        </Button>
        {view.state !== "asking" && <Button onPress={onDone}>Back</Button>}
      </div>
    </Section>
  );
}
