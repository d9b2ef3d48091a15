// The rows of a virtualised grid are positioned absolutely, which table elements do not support.
// oxlint-disable jsx-a11y/prefer-tag-over-role
"use client";
import { memo, useLayoutEffect, useRef } from "react";
import type { RowComponentProps } from "react-window";
import { cellName } from "./table.ts";
import type { RowData } from "./table.ts";
import classes from "./virtual-table.module.css";

type RowProps = Omit<RowData<string>, "active"> & {
  index: number;
  activeCol: number | null;
};

const PlainRow = memo(function PlainRow({
  index,
  activeCol,
  columns,
  renderCell,
  isDimmed,
  hrefOf,
  isChosen,
  renderMark,
}: RowProps) {
  const href = hrefOf(index);
  const ref = useRef<HTMLDivElement>(null);
  // A focused row that is unmounted by scrolling loses the focus; the grid takes it, so that keys still work.
  useLayoutEffect(() => {
    const row = ref.current;
    const grid = row?.closest<HTMLElement>("[role=grid]");
    return () => {
      if (row?.contains(document.activeElement) === true) grid?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <div
      ref={ref}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen?.(index)}
      className={classes.row}
      data-row={index}
      data-dimmed={isDimmed(index) || undefined}
      // By the style sheet's height instead of a number of pixels, which is the server's guess until hydration.
      style={{ transform: `translateY(calc(var(--row) * ${index}))` }}
    >
      {columns.map((column, col) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={col + 1}
          className={classes.cell}
          data-align={column.align}
          data-column={column.id}
          data-slot={column.slot}
          data-cell={cellName({ row: index, col })}
          tabIndex={activeCol === col ? 0 : -1}
        >
          {/* Only the first is a link for screen readers and without scripts; see row-links.ts for the others. */}
          <a
            className={classes.link}
            href={col === 0 && href !== null ? href : undefined}
            data-row-link={href ?? undefined}
            tabIndex={-1}
            draggable={false}
          >
            {renderCell(index, column.id)}
          </a>
          {col === 0 && renderMark?.(index)}
        </div>
      ))}
    </div>
  );
});

/** The row for react-window. Only rows that gain or lose the active cell render again when it moves. */
export function Row({ index, active, ...data }: RowComponentProps<RowData<string>>) {
  return <PlainRow {...data} index={index} activeCol={active.row === index ? active.col : null} />;
}
