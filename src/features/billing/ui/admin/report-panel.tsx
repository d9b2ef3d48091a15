"use client";
import type { ReactNode } from "react";
import type { BillingReport } from "#features/billing/admin/contract.ts";
import { formatMoney } from "#features/billing/rules/money.ts";
import { trpc } from "#trpc/client.tsx";
import { LoadFailed } from "#ui/failure/load-failed.tsx";
import { useLoadFailure } from "#ui/failure/use-load-failure.ts";
import { Skeleton } from "#ui/feedback/skeleton.tsx";
import { Unknown } from "#ui/format/figures.tsx";
import { Button } from "#ui/form/button.tsx";
import { formatExact } from "#ui/format/format.ts";
import { Section } from "#ui/layout/section.tsx";
import classes from "./admin.module.css";
import { RevenueChart } from "./revenue-chart.tsx";
import { StatusTable } from "./status-table.tsx";

const share = new Intl.NumberFormat("en", { style: "percent", maximumFractionDigits: 1 });

export function ReportPanel({ onWaiting }: { onWaiting: () => void }) {
  const query = trpc.billing.report.useQuery(undefined, { staleTime: 0 });
  const { data: report } = query;
  const failure = useLoadFailure(query);
  if (failure !== null) {
    return (
      <LoadFailed title="The report could not be loaded" failure={failure}>
        What it tells of is safe.
      </LoadFailed>
    );
  }
  return (
    <div className={classes.report} aria-busy={report === undefined}>
      <dl className={classes.tiles}>
        <Tile name="Revenue a month" note="What running plans bring; yearly ones by their twelfth">
          {report && revenueText(report)}
        </Tile>
        <Tile name="Running plans" note="Active: trials and failed payments not counted">
          {report && formatExact(countOf(report, "active"))}
        </Tile>
        <Tile name="Trials">{report && formatExact(countOf(report, "trialing"))}</Tile>
        <Tile
          name="Churn, 30 days"
          note="Of the paid plans that ran 30 days ago, the share that has ended since; trials are none"
        >
          {report && (report.churn30d === null ? <Unknown /> : share.format(report.churn30d))}
        </Tile>
        <Tile name="Failed payments" note="Of the last 30 days">
          {report && formatExact(report.failedPayments30d)}
        </Tile>
        <Tile name="Waiting events" note="Delivered by Stripe, their customer not asked about yet">
          {report && (
            <>
              {formatExact(report.waitingEvents)}
              {report.waitingEvents > 0 && (
                <Button tone="link" onPress={onWaiting}>
                  Show them
                </Button>
              )}
            </>
          )}
        </Tile>
      </dl>
      <div className={classes.charts}>
        <Section title="Revenue by month">
          {report === undefined ? (
            <span className={classes.chartSkeleton} />
          ) : report.revenue.length === 0 ? (
            <p className={classes.none}>Nothing was paid yet. The first paid invoice starts this chart.</p>
          ) : (
            <RevenueChart months={report.revenue} currency={report.currency} />
          )}
        </Section>
        <Section title="Customers by state">
          <StatusTable rows={report?.byStatus ?? null} />
        </Section>
      </div>
    </div>
  );
}

const revenueText = ({ monthlyRevenueCents: cents, currency, otherMonthlyRevenue }: BillingReport): string =>
  [{ cents, currency }, ...otherMonthlyRevenue]
    .map((sum) => formatMoney(sum.cents, sum.currency))
    .join(" + ");

const countOf = ({ byStatus }: BillingReport, wanted: BillingReport["byStatus"][number]["status"]): number =>
  byStatus.find(({ status }) => status === wanted)?.customers ?? 0;

type TileProps = { name: string; note?: string; children: ReactNode };

const Tile = ({ name, note, children }: TileProps) => (
  <div className={classes.tile}>
    <dt data-hint={note}>
      {name}
      {note !== undefined && <span className="sr-only">. {note}</span>}
    </dt>
    <dd>{children ?? <Skeleton />}</dd>
  </div>
);
