"use client";
import { useId } from "react";
import type { GameUpdate } from "#features/history/contract.ts";
import kit from "#ui/form/form.module.css";
import type { FieldBinding } from "#ui/form/use-zod-form.ts";

type Kind = GameUpdate["kind"];

export const KIND_WORDS: Readonly<Record<Kind, string>> = { game: "Game", tax: "Tax" };

const HINTS: Readonly<Record<Kind, string>> = {
  game: "New content, changed drops, a fix",
  tax: "The rate or its exceptions changed",
};

export function KindField({ binding, kinds }: { binding: FieldBinding; kinds: readonly Kind[] }) {
  const id = useId();
  const chosen = kinds.find((kind) => kind === binding.value);
  return (
    <div className={kit.field}>
      <label htmlFor={id}>Kind</label>
      <select
        id={id}
        name={binding.name}
        className={kit.input}
        value={binding.value}
        aria-describedby={`${id}-note`}
        onChange={({ target }) => binding.onText(target.value)}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {KIND_WORDS[kind]}
          </option>
        ))}
      </select>
      <span id={`${id}-note`} className={kit.note} data-bad={binding.error !== null || undefined}>
        {binding.error ?? (chosen && HINTS[chosen])}
      </span>
    </div>
  );
}
