import { useId } from "react";
import type { ReactNode } from "react";
import type { ItemView } from "#features/market/contract.ts";
import type { Judgement } from "#features/market/rules/judge.ts";
import classes from "./card.module.css";

/** A card of the item page: a heading and its content. */
export function Card({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section className={classes.card} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {title}
      </h2>
      {children}
    </section>
  );
}

/** What a calculator of the item page gets. `trusted`: whether its prices may be called a profit. */
export type CalculatorProps = { item: ItemView; judged: Judgement; trusted: boolean };

/** Small print below a card's lines, a paragraph a sentence. */
export const Notes = ({ sentences }: { sentences: readonly string[] }) =>
  sentences.map((sentence) => (
    <p key={sentence} className={classes.note}>
      {sentence}
    </p>
  ));

type LineProps = { label: ReactNode; sum?: boolean; children: ReactNode };

/** A label and its value, for use in a `<dl>`. */
export function Line({ label, sum = false, children }: LineProps) {
  return (
    <div className={classes.line} data-sum={sum || undefined}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
