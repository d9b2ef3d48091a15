import type { ProfitSummary } from "#features/trades/profit/contract.ts";
import desk from "#features/trades/ui/desk/desk.module.css";
import { Exact, SignedAmount } from "#ui/format/figures.tsx";
import classes from "./profit.module.css";

/** Profit by character; nothing to compare with one. */
export function ByCharacter({ summary: { byCharacter } }: { summary: ProfitSummary }) {
  if (byCharacter.length < 2) return null;
  return (
    <section className={desk.card} aria-labelledby="profit-by-character">
      <h2 id="profit-by-character">By character</h2>
      <table className={classes.plain}>
        <thead>
          <tr>
            <th scope="col">Character</th>
            <th scope="col">Profit</th>
            <th scope="col">Flips</th>
            <th scope="col">Won</th>
          </tr>
        </thead>
        <tbody>
          {byCharacter.map(({ characterId, character, profit, flips, wins }) => (
            <tr key={characterId}>
              <th scope="row">
                <bdi>{character}</bdi>
              </th>
              <td>
                <SignedAmount value={profit} />
              </td>
              <td>
                <Exact value={flips} />
              </td>
              <td>
                <Exact value={wins} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
