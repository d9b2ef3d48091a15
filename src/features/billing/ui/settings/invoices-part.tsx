"use client";
import type { InvoiceList } from "#features/billing/contract.ts";
import { formatMoney } from "#features/billing/rules/money.ts";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { formatDay } from "#ui/format/format.ts";
import { trpc } from "#trpc/client.tsx";
import { Skeleton } from "#ui/feedback/skeleton.tsx";
import { Unknown } from "#ui/format/figures.tsx";
import dataTable from "#ui/layout/data-table.module.css";
import { Section } from "#ui/layout/section.tsx";
import classes from "./billing.module.css";

type Invoice = InvoiceList["invoices"][number];

const STATUS: Readonly<Record<NonNullable<Invoice["status"]>, string>> = {
  draft: "Draft",
  open: "Open",
  paid: "Paid",
  uncollectible: "Not collectible",
  void: "Void",
};

const HEADS = ["Date", "Number", "Sum", "Status"] as const;

/** The invoices, read from Stripe on every visit, because it is the source of truth for them. */
export function InvoicesPart() {
  const query = trpc.billing.invoices.useQuery(undefined, { staleTime: 0 });
  const failure = useLoadFailure(query);
  const invoices = query.data?.invoices ?? null;
  const body = () => {
    if (failure !== null) {
      return (
        <LoadFailed title="The invoices could not be loaded" failure={failure} size="line">
          Your invoices are safe at Stripe.
        </LoadFailed>
      );
    }
    if (invoices?.length === 0) {
      return <p className={classes.text}>No invoices yet. The first comes with the first payment.</p>;
    }
    return (
      <table
        className={`${dataTable.table} ${classes.invoices}`}
        aria-label="Invoices"
        aria-busy={invoices === null}
      >
        <thead>
          <tr>
            {HEADS.map((head) => (
              <th key={head} scope="col" data-number={head === "Sum" || undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {invoices === null ? (
            <Skeletons />
          ) : (
            invoices.map((invoice) => <Row key={invoice.id} invoice={invoice} />)
          )}
        </tbody>
      </table>
    );
  };
  return <Section title="Invoices">{body()}</Section>;
}

function Row({ invoice }: { invoice: Invoice }) {
  const { number, at, cents, currency, status, url } = invoice;
  return (
    <tr>
      <td>
        <span data-time={at}>{formatDay(at)}</span>
      </td>
      <td>
        {url === null ? (
          (number ?? <Unknown />)
        ) : (
          <a href={url} target="_blank" rel="noreferrer">
            {number ?? "Open"}
            <span className="sr-only"> (at Stripe, in a new tab)</span>
          </a>
        )}
      </td>
      <td data-number data-label="Sum">
        {formatMoney(cents, currency)}
      </td>
      <td data-label="Status">{status === null ? <Unknown /> : STATUS[status]}</td>
    </tr>
  );
}

const Skeletons = () =>
  ["a", "b"].map((row) => (
    <tr key={row} aria-hidden="true">
      {HEADS.map((head) => (
        <td key={head}>
          <Skeleton />
        </td>
      ))}
    </tr>
  ));
