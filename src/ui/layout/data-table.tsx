import type { ReactNode } from "react";
import { Skeleton } from "#ui/feedback/skeleton.tsx";
import dataTable from "./data-table.module.css";

export type DataTableHead = { name: string; label: string; isNumber?: boolean };

type DataTableProps = {
  label: string;
  heads: readonly DataTableHead[];
  /** The class of the table (`table`), and of each column by its name. */
  classes: Readonly<Record<string, string>>;
  /** How many placeholder rows are shown while the rows load. */
  skeletonRows: number;
  /** The rows; null while they load. */
  children: ReactNode[] | null;
};

/** A table of records. While they load, it has placeholder rows of the same shape. */
export const DataTable = ({ label, heads, classes, skeletonRows, children }: DataTableProps) => (
  <table
    className={`${dataTable.table} ${classes["table"]}`}
    aria-label={label}
    aria-busy={children === null}
  >
    <colgroup>
      {heads.map(({ name }) => (
        <col key={name} className={classes[name]} />
      ))}
    </colgroup>
    <thead>
      <tr>
        {heads.map(({ name, label: words, isNumber }) => (
          <th key={name} scope="col" data-number={isNumber || undefined}>
            {words}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {children ??
        Array.from({ length: skeletonRows }, (_, row) => (
          <tr key={row} aria-hidden="true">
            {heads.map(({ name }) => (
              <td key={name} data-wide>
                <Skeleton />
              </td>
            ))}
          </tr>
        ))}
    </tbody>
  </table>
);
