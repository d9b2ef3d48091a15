import Link from "next/link";
import { apiReadsPerMinute } from "#features/api/rules/allowances.ts";
import { historyDays } from "#features/history/rules/allowances.ts";
import { API_BASE, DOCUMENT_URL, endpointPages } from "#features/api/rules/openapi.ts";
import classes from "./api-docs.module.css";
import { EndpointSection } from "./endpoint-section.tsx";

/** The documentation of the public API, rendered from the schemas of its OpenAPI document. */
export function ApiDocs() {
  const pages = endpointPages();
  return (
    <div className={classes.page}>
      <header className={classes.head}>
        <h1>Public API</h1>
        <p>
          Prices and history of every item, in the shapes of the OSRS Wiki’s real-time prices API: a client
          written for it works here once its base address is <code>{API_BASE}</code>. Beyond it,{" "}
          <code>/timeseries</code> takes <code>from</code> and <code>to</code>. Only buckets that passed every
          check are shown.
        </p>
        <p>
          No key is needed. One address may ask {apiReadsPerMinute.free} times a minute and see{" "}
          {historyDays.free} days back, in every step. With an API key of a Pro user, sent as{" "}
          <code>Authorization: Bearer gem_…</code> or <code>X-API-Key: gem_…</code>, its user may ask{" "}
          {apiReadsPerMinute.pro} times a minute and see all that is on record, 5-minute buckets included (see <Link href="/plans">Plans</Link>
          ).
        </p>
        <p>
          <code>RateLimit-Remaining</code> says what is left, and a 429 says in <code>Retry-After</code> when
          to come back. Send an answer’s <code>ETag</code> as <code>If-None-Match</code>, and what has not
          changed comes as an empty 304. Any web page may read the answers. For programs:{" "}
          <a href={DOCUMENT_URL}>the OpenAPI 3.1 document</a>.
        </p>
      </header>
      <nav aria-label="Endpoints" className={classes.contents}>
        <ul>
          {pages.map(({ path }) => (
            <li key={path}>
              <a href={`#${path}`}>/{path}</a>
            </li>
          ))}
          <li>
            <a href="#errors">Errors</a>
          </li>
        </ul>
      </nav>
      {pages.map((page) => (
        <EndpointSection key={page.path} page={page} />
      ))}
      <section className={classes.section} aria-labelledby="errors">
        <h2 id="errors">Errors</h2>
        <p>
          What cannot be answered says why: 400 for a parameter that cannot be read, 401 for a key that nobody
          has, 403 for one that its owner’s plan has no room for, 404 for an endpoint that does not exist, 429
          beyond the budget, 503 while the records are out of reach.
        </p>
        <pre className={classes.code}>
          {JSON.stringify(
            { error: { code: "invalid_input", message: "timestamp: must be a multiple of 300" } },
            null,
            2,
          )}
        </pre>
      </section>
    </div>
  );
}
