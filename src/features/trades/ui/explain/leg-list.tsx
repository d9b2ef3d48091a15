import type { Trade } from "#features/trades/entry/contract.ts";
import type { CellContext } from "#features/trades/ui/table/flip-cell.tsx";
import { KIND_WORDS, momentText, sourceWords } from "#features/trades/ui/words.ts";
import { Button } from "#ui/form/button.tsx";
import { formatExact } from "#ui/format/format.ts";
import classes from "./explain.module.css";

type LegListProps = { legs: readonly Trade[]; context: CellContext; onEdit: (trade: Trade) => void };

const coinText = ({ kind, gross, unitPrice, quantity }: Trade): string => {
  if (kind !== "buy" && kind !== "sell" && kind !== "gain") return "";
  const each = unitPrice === null ? "" : ` at ${formatExact(unitPrice)} gp`;
  return quantity === 1 && each !== "" ? each : `${each}, ${formatExact(gross)} gp`;
};

/** The trades behind a flip, each with what changes it. */
export const LegList = ({ legs, context, onEdit }: LegListProps) => (
  <section className={classes.part}>
    <h3>Trades behind it</h3>
    <ul className={classes.legs}>
      {legs
        .toSorted((a, b) => a.at - b.at)
        .map((leg) => (
          <li key={leg.id}>
            <div>
              <strong>{KIND_WORDS[leg.kind]}</strong> {formatExact(leg.quantity)} ×{" "}
              {context.items.nameOf(leg.itemId)}
              {coinText(leg)}
              <div className={classes.quiet}>
                <span data-time={leg.at}>{momentText(leg.at)}</span> · {sourceWords(leg.source)}
                {leg.note !== null && ` · ${leg.note}`}
              </div>
            </div>
            <Button
              tone="link"
              label={`Edit: ${KIND_WORDS[leg.kind]} ${formatExact(leg.quantity)} × ${context.items.nameOf(leg.itemId)}`}
              onPress={() => onEdit(leg)}
            >
              Edit
            </Button>
          </li>
        ))}
    </ul>
  </section>
);
