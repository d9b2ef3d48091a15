"use client";
import type { ImportSummary } from "#features/imports/contract.ts";
import { trpc } from "#trpc/client.tsx";
import kit from "#ui/form/form.module.css";
import classes from "#features/imports/ui/page/imports.module.css";

type CharacterChoicesProps = {
  named: ImportSummary["characters"];
  /** By the name in the file. */
  chosen: Readonly<Record<string, string>>;
  /** Of trades that name no character; null: the first one. */
  fallback: string | null;
  onName: (name: string, characterId: string) => void;
  onFallback: (characterId: string) => void;
};

/** Which of the trader's characters the names in a file are. */
export function CharacterChoices({ named, chosen, fallback, onName, onFallback }: CharacterChoicesProps) {
  const own = trpc.characters.list.useQuery().data?.characters ?? [];
  if (own.length === 0) return null;
  const options = own.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
  return named.map(({ name, characterId }) =>
    name === null ? (
      <label key="" className={classes.choice}>
        <span>Trades without a character are of</span>
        <select
          className={kit.input}
          value={fallback ?? own[0]?.id}
          onChange={({ currentTarget }) => onFallback(currentTarget.value)}
        >
          {options}
        </select>
      </label>
    ) : (
      <label key={name} className={classes.choice}>
        <span>
          <bdi>{name}</bdi> in the file is
        </span>
        <select
          className={kit.input}
          value={chosen[name] ?? characterId ?? ""}
          onChange={({ currentTarget }) => onName(name, currentTarget.value)}
        >
          {characterId === null && chosen[name] === undefined && <option value="">a new character</option>}
          {options}
        </select>
      </label>
    ),
  );
}
