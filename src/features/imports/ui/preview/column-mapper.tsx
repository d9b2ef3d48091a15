"use client";
import type { FoundFile } from "#features/imports/contract.ts";
import { columnRoles, isFlipTable } from "#features/imports/rules/columns.ts";
import type { ColumnMapping, ColumnRole } from "#features/imports/rules/columns.ts";
import kit from "#ui/form/form.module.css";
import classes from "#features/imports/ui/page/imports.module.css";
import { Scroller } from "#features/imports/ui/page/scroller.tsx";

const WORDS: Readonly<Record<ColumnRole, string>> = {
  item: "Item (name or id)",
  quantity: "Quantity",
  character: "Character (optional)",
  time: "Time",
  side: "Buy or sell",
  price: "Price of one",
  total: "Total (wins over the price)",
  buyPrice: "Buy price of one",
  buyTime: "Time of the buy",
  sellPrice: "Sell price of one",
  sellTime: "Time of the sell",
};
const OF_FLIPS: ReadonlySet<ColumnRole> = new Set(["buyPrice", "buyTime", "sellPrice", "sellTime"]);
const OF_TRADES: ReadonlySet<ColumnRole> = new Set(["time", "side", "price", "total"]);

type ColumnMapperProps = {
  table: FoundFile & { header: string[] };
  mapping: ColumnMapping;
  onChange: (mapping: ColumnMapping) => void;
};

/** Which column of a table means what, beside its first rows. */
export function ColumnMapper({ table: { name, header, sample }, mapping, onChange }: ColumnMapperProps) {
  const { columns } = mapping;
  // Two columns may have the same name, and two rows the same cells.
  const heads = header.map((text, at) => ({ key: `${at} ${text}`, text, at }));
  const rows = sample.map((cells, at) => ({ key: `${at} ${cells.join()}`, cells }));
  const isFlips = isFlipTable(columns);
  const choose = (role: ColumnRole, text: string) => {
    const { [role]: _before, ...others } = columns;
    onChange({ ...mapping, columns: text === "" ? others : { ...others, [role]: Number(text) } });
  };
  const setShape = (flips: boolean) => {
    const gone = flips ? OF_TRADES : OF_FLIPS;
    const kept = Object.fromEntries(
      Object.entries(columns).filter(([role]) => !gone.has(role as ColumnRole)),
    );
    const unused = header.findIndex((_, index) => !Object.values(kept).includes(index));
    onChange({ ...mapping, columns: flips ? { ...kept, buyPrice: Math.max(unused, 0) } : kept });
  };
  const roles = columnRoles.filter((role) => !(isFlips ? OF_TRADES : OF_FLIPS).has(role));
  return (
    <>
      <p className={classes.muted}>
        <bdi>{name}</bdi> is a table. Say what its columns are; the answer is kept for files with the same
        header.
      </p>
      <Scroller label="Start of the file">
        <table className={classes.sample} aria-label="First rows of the file">
          <thead>
            <tr>
              {heads.map(({ key, text }) => (
                <th key={key} scope="col">
                  {text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells }) => (
              <tr key={key}>
                {heads.map((head) => (
                  <td key={head.key}>{cells[head.at]}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroller>
      <label className={classes.choice}>
        <span>Each row is</span>
        <select
          className={kit.input}
          value={isFlips ? "flip" : "trade"}
          onChange={({ currentTarget }) => setShape(currentTarget.value === "flip")}
        >
          <option value="trade">one trade: a buy or a sell</option>
          <option value="flip">one flip: a buy and its sell</option>
        </select>
      </label>
      <div className={classes.roles}>
        {roles.map((role) => (
          <label key={role} className={classes.choice}>
            <span>{WORDS[role]}</span>
            <select
              className={kit.input}
              value={columns[role] ?? ""}
              onChange={({ currentTarget }) => choose(role, currentTarget.value)}
            >
              <option value="">–</option>
              {heads.map(({ key, text, at }) => (
                <option key={key} value={at}>
                  {text || `Column ${at + 1}`}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={mapping.isDayFirst}
          onChange={({ currentTarget }) => onChange({ ...mapping, isDayFirst: currentTarget.checked })}
        />
        03/04/2026 is in April (the day comes first)
      </label>
      <label className={classes.check}>
        <input
          type="checkbox"
          checked={mapping.isAfterTax}
          onChange={({ currentTarget }) => onChange({ ...mapping, isAfterTax: currentTarget.checked })}
        />
        Sell prices are after tax
      </label>
    </>
  );
}
