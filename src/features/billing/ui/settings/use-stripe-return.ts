"use client";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { BillingStatus } from "#features/billing/contract.ts";
import { isLive, describePlan } from "./plan-description.ts";
import { trpc } from "#trpc/client.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { readNow } from "#ui/format/now.tsx";

/** The page of Stripe that the reader returned from, by the parameters of the return URL. */
type ReturnSource = "bought" | "left" | "portal";

function returnSourceOf(params: { get: (name: string) => string | null }): ReturnSource | null {
  const checkout = params.get("checkout");
  if (checkout !== null) return checkout === "left" ? "left" : "bought";
  return params.get("portal") === null ? null : "portal";
}

function messageFor(from: ReturnSource, billing: BillingStatus): string {
  const { title } = describePlan(billing, readNow());
  if (from === "portal") return `Back from Stripe. ${title}`;
  if (from === "bought" && billing.trialRefused) return `${title} Nothing was charged.`;
  if (isLive(billing))
    return `${from === "bought" ? "Done." : "You left the checkout; nothing more was bought."} ${title}`;
  return from === "left"
    ? `You left the checkout: nothing was bought and nothing charged. ${title}`
    : "Stripe has not finished it yet. Nothing is lost: ask again in a moment.";
}

/** After a return from Stripe: refreshes the billing status, describes the result and cleans the URL. */
export function useStripeReturn() {
  const params = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const utils = trpc.useUtils();
  const hasRefreshed = useRef(false);
  const [from, setFrom] = useState<ReturnSource | null>(null);
  const refresh = trpc.billing.refresh.useMutation({
    onSuccess: async (billing) => {
      await utils.billing.status.cancel();
      utils.billing.status.setData(undefined, billing);
      void utils.billing.invoices.invalidate();
      void utils.apiKeys.list.invalidate();
    },
  });
  const { mutate } = refresh;
  const source = returnSourceOf(params);
  useEffect(() => {
    if (source === null || hasRefreshed.current) return;
    hasRefreshed.current = true;
    setFrom(source);
    mutate();
    router.replace(path, { scroll: false });
  }, [source, mutate, path, router]);

  const { data, error, isPending } = refresh;
  const message = () => {
    if (from === null) return null;
    if (isPending) return "Asking Stripe how it went…";
    if (error !== null)
      return `${faultText(error)} What you did there stands; this page learns of it by itself, within the hour.`;
    return data === undefined ? null : messageFor(from, data);
  };
  const unfinished = from === "bought" && data !== undefined && !isLive(data) && !data.trialRefused;
  return {
    message: message(),
    failed: from !== null && (error !== null || unfinished),
    isRefreshing: isPending,
    refresh: () => mutate(),
  };
}
