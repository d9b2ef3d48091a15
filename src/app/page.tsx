import { Market } from "#features/market/ui/page/market.tsx";
import { preloadList } from "#features/market/ui/list-data/preload-list.ts";
import { firstRows } from "#features/market/ui/table/first-rows.ts";
import { loadView } from "#features/market/ui/filters/view-params.ts";
import { MyLimits } from "#features/trades/ui/limits/my-limits.tsx";
import { getWebDeps } from "#server/deps.ts";
import { getApi } from "#server/caller.tsx";

type PageProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

const orNull = <T,>(promise: Promise<T>): Promise<T | null> => promise.catch(() => null);

async function loadList(api: ReturnType<typeof getApi>) {
  const whole = await api.items.getChanges({ since: null });
  return { whole, catalogue: await api.items.getCatalogue({ version: whole.catalogue }) };
}

/** The HTML contains the first rows. The preload fetches the whole list before the scripts run. */
export default async function MarketPage({ searchParams }: PageProps) {
  const api = getApi();
  // Without the database the page still renders; it shows the error and retries.
  const [params, list, status] = await Promise.all([
    searchParams,
    orNull(loadList(api)),
    orNull(api.items.getStatus()),
  ]);
  preloadList(list?.catalogue.version ?? null);
  const nowMs = getWebDeps().clock.now().getTime();
  const view = loadView(params);
  // What is no longer listed is not in the list, and who watches what is not known here: the page asks by itself.
  const first =
    view.listing === null && view.preset !== "watched" ? list && firstRows(list, view, nowMs) : null;
  return (
    <MyLimits>
      <Market first={first} status={status} />
    </MyLimits>
  );
}
