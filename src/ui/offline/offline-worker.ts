import { OFFLINE_WORKER_PATH } from "./addresses.ts";

type Message = { keep?: readonly string[]; takeOver?: boolean };

const send = (worker: ServiceWorker | null | undefined, message: Message): void =>
  // A worker has one origin, its own.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  worker?.postMessage(message);

/** Keeps pages for the time without a network. */
export function keepForOffline(addresses: readonly string[]): void {
  if (!("serviceWorker" in navigator)) return;
  send(navigator.serviceWorker.controller, { keep: addresses });
}

/** What this page has loaded, for a worker that was not there yet. It decides what of it is kept. */
const loadedAddresses = (): string[] => [
  `${location.pathname}${location.search}`,
  ...performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    .filter((address) => address.startsWith(`${location.origin}/`)),
];

async function register(): Promise<void> {
  const isNew = navigator.serviceWorker.controller === null;
  const registration = await navigator.serviceWorker.register(OFFLINE_WORKER_PATH, {
    updateViaCache: "none",
  });
  // This page came from the newest build; the worker of an older one stays while other pages use it.
  send(registration.waiting, { takeOver: true });
  if (!isNew) return;
  const { active } = await navigator.serviceWorker.ready;
  send(active, { keep: loadedAddresses() });
}

/** Registers the service worker once the page has loaded, so that it takes nothing from the first view. */
export function registerOfflineWorker(): void {
  if (!("serviceWorker" in navigator)) return;
  // Without a permission to store, or without the server, the page works as it does without a worker.
  const start = () => void register().catch(() => undefined);
  if (document.readyState === "complete") start();
  else addEventListener("load", () => setTimeout(start, 0), { once: true });
}
