import type { BillingReport } from "#features/billing/admin/contract.ts";
import type { SubscriptionStatus } from "#features/billing/contract.ts";
import { Skeleton } from "#ui/feedback/skeleton.tsx";
import { formatExact } from "#ui/format/format.ts";
import classes from "./admin.module.css";

const WORDS: Readonly<Record<SubscriptionStatus, string>> = {
  active: "Active",
  trialing: "In trial",
  past_due: "Payment failed, in dunning",
  unpaid: "Unpaid",
  paused: "Paused",
  incomplete: "First payment missing",
  incomplete_expired: "First payment never came",
  canceled: "Ended",
  none: "Never subscribed",
};
const ORDER = Object.keys(WORDS);

type StatusTableProps = { rows: BillingReport["byStatus"] | null };

/** `rows` is null while they load. */
export function StatusTable({ rows }: StatusTableProps) {
  if (rows?.length === 0) {
    return (
      <p className={classes.none}>Nobody went to the checkout yet. Customers stand here by their state.</p>
    );
  }
  const sorted = rows?.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status)) ?? null;
  return (
    <table className={classes.counts} aria-label="Customers by state">
      <tbody>
        {sorted === null
          ? ["a", "b", "c"].map((row) => (
              <tr key={row} aria-hidden="true">
                <td>
                  <Skeleton />
                </td>
              </tr>
            ))
          : sorted.map(({ status, customers }) => (
              <tr key={status}>
                <th scope="row">{WORDS[status]}</th>
                <td>{formatExact(customers)}</td>
              </tr>
            ))}
      </tbody>
    </table>
  );
}
