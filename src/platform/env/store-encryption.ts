type Variables = Readonly<Record<string, string | undefined>>;

/** The variables with the URL of a database or a cache, over which everything goes: sessions, hashes of passwords, trades. */
const STORES = [
  "DATABASE_URL",
  "DATABASE_REPLICA_URL",
  "REDIS_URL",
  "UPSTASH_REDIS_REST_URL",
  "CACHE_REDIS_REST_URL",
] as const;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]|)$/;

/** `verify-full`: the driver also checks the certificate and its name. Other modes encrypt for whoever answers. */
const isOpen = ({ protocol, searchParams }: URL): boolean =>
  /^(http|redis):$/.test(protocol) ||
  (/^postgres(ql)?:$/.test(protocol) && searchParams.get("sslmode") !== "verify-full");

/**
 * A sentence for each store on another machine whose URL is not encrypted, unless ALLOW_UNENCRYPTED_STORES is `yes`, as in a
 * private network of containers. Values are not named.
 */
export function unencryptedStores(variables: Variables): string[] {
  if (variables["ALLOW_UNENCRYPTED_STORES"] === "yes") return [];
  return STORES.flatMap((name) => {
    const parsed = URL.parse(variables[name] ?? "");
    if (parsed === null || LOOPBACK.test(parsed.hostname) || !isOpen(parsed)) return [];
    return [
      `  ${name}: is on another machine and not encrypted: use rediss://, https:// or postgres://…?sslmode=verify-full, or set ALLOW_UNENCRYPTED_STORES=yes in a private network`,
    ];
  });
}
