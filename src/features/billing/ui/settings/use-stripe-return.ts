"use client";
import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { BillingStatus } from "#features/billing/contract.ts";
import { isLive, standingOf } from "./plan-description.ts";
import { trpc } from "#trpc/client.tsx";
import { faultText } from "#ui/format/fault-text.ts";
import { readNow } from "#ui/format/now.tsx";

/** Which page of Stripe somebody comes back from, by the address that Stripe was given. */
type From = "bought" | "left" | "portal";

function fromOf(params: { get: (name: string) => string | null }): From | null {
  const checkout = params.get("checkout");
  if (checkout !== null) return checkout === "left" ? "left" : "bought";
  return params.get("portal") === null ? null : "portal";
}

function words(from: From, held: BillingStatus): string {
  const { title } = standingOf(held, readNow());
  if (from === "portal") return `Back from Stripe. ${title}`;
  if (isLive(held))
    return `${from === "bought" ? "Done." : "You left the checkout; nothing more was bought."} ${title}`;
  return from === "left"
    ? `You left the checkout: nothing was bought and nothing charged. ${title}`
    : "Stripe has not finished it yet. Nothing is lost: ask again in a moment.";
}

/** Asks Stripe at once for who comes back from it, says what happened, and takes the marks out of the address. */
export function useReturn() {
  const params = useSearchParams();
  const path = usePathname();
  const router = useRouter();
  const utils = trpc.useUtils();
  const asked = useRef(false);
  const [from, setFrom] = useState<From | null>(null);
  const refresh = trpc.billing.refresh.useMutation({
    onSuccess: async (held) => {
      await utils.billing.status.cancel();
      utils.billing.status.setData(undefined, held);
      void utils.billing.invoices.invalidate();
      void utils.apiKeys.list.invalidate();
    },
  });
  const { mutate } = refresh;
  const found = fromOf(params);
  useEffect(() => {
    if (found === null || asked.current) return;
    asked.current = true;
    setFrom(found);
    mutate();
    router.replace(path, { scroll: false });
  }, [found, mutate, path, router]);

  const { data, error, isPending } = refresh;
  const said = () => {
    if (from === null) return null;
    if (isPending) return "Asking Stripe how it went…";
    if (error !== null)
      return `${faultText(error)} What you did there stands; this page learns of it by itself, within the hour.`;
    return data === undefined ? null : words(from, data);
  };
  const unfinished = from === "bought" && data !== undefined && !isLive(data);
  return {
    said: said(),
    failed: from !== null && (error !== null || unfinished),
    asking: isPending,
    askAgain: () => mutate(),
  };
}
