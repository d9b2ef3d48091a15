import type { Metadata } from "next";
import { Plans } from "#features/billing/ui/plans/plans.tsx";
import { getWebDeps } from "#server/deps.ts";
import { planNotes } from "#server/nav.ts";
import { getApi } from "#server/caller.tsx";

export const metadata: Metadata = {
  title: "Plans",
  description: "What Free and Pro allow, and what Pro costs by the month or by the year.",
};

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function PlansPage({ searchParams }: PageProps) {
  const [params, plans] = await Promise.all([
    searchParams,
    getApi()
      .billing.plans()
      .catch((error: unknown) => {
        getWebDeps().log.error({ error }, "the pricing page was rendered without its plans");
        return null;
      }),
  ]);
  return (
    <Plans plans={plans} notes={planNotes} pay={params["pay"] === "yearly" ? "pro_yearly" : "pro_monthly"} />
  );
}
