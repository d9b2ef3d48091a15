import { Fragment, createElement } from "react";
import { fieldsOf, kindOf } from "#features/api/rules/describe.ts";
import type { EndpointPage } from "#features/api/rules/openapi.ts";
import classes from "./api-docs.module.css";

/** Renders text between backticks as code. The parts never move, so they need no keys. */
function Words({ text }: { text: string }) {
  const pieces = text
    .split("`")
    .map((part, index) => (index % 2 === 1 ? createElement("code", null, part) : part));
  return createElement(Fragment, null, ...pieces);
}

type Row = { name: string; kind: string; required: boolean; description: string };

/** Fields as a description list, laid out as a table on a wide screen. */
function Fields({ label, optional, rows }: { label: string; optional: string; rows: readonly Row[] }) {
  return (
    <>
      <h3>{label}</h3>
      <dl className={classes.fields}>
        {rows.map(({ name, kind, required, description }) => (
          <div key={name} className={classes.field}>
            <dt>
              <code>{name}</code>
            </dt>
            <dd className={classes.kind}>
              {kind}
              {required ? "" : `, ${optional}`}
            </dd>
            <dd>
              <Words text={description} />
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}

export function EndpointSection({ page }: { page: EndpointPage }) {
  const { path, summary, description, parameters, answer, example, tryUrl } = page;
  return (
    <section className={classes.section} aria-labelledby={path}>
      <h2 id={path}>
        <span className={classes.method}>GET</span> /{path}
      </h2>
      <p className={classes.summary}>{summary}</p>
      <p>
        <Words text={description} />
      </p>
      {parameters.length > 0 && (
        <Fields
          label="Parameters"
          optional="optional"
          rows={parameters.map(({ name, required, description: words, schema }) => ({
            name,
            required,
            kind: kindOf(schema),
            description: words,
          }))}
        />
      )}
      <Fields label="Answer" optional="may be absent" rows={fieldsOf(answer)} />
      <h3>Example</h3>
      <pre className={classes.code}>{JSON.stringify(example, null, 2)}</pre>
      <p className={classes.tryIt}>
        <a href={tryUrl} target="_blank" rel="noreferrer" aria-label={`Try /${path} in a new tab`}>
          Try it
        </a>
        <code>{tryUrl}</code>
      </p>
    </section>
  );
}
