import { collectInvoice } from "#simulators/stripe/billing/collect.ts";
import { attachMethod, createCard } from "#simulators/stripe/billing/methods.ts";
import { subscriptionOf } from "#simulators/stripe/billing/invoices.ts";
import { ApiError } from "#simulators/stripe/errors.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { Invoice } from "#simulators/stripe/wire.ts";
import { cardFields, problemNote, readCard, readEntered } from "./card.ts";
import type { EnteredFields } from "./card.ts";
import { day, html, layout, money } from "./html.ts";
import { htmlAnswer } from "./page.ts";
import type { PageAnswer, PageRequest } from "./page.ts";

function page(invoice: Invoice, state: { typed: EnteredFields; problem: string | null }): string {
  const { currency } = invoice;
  const lines = invoice.lines.data.map(
    (line) =>
      html`<tr>
        <th scope="row">${line.description}</th>
        <td>${day(line.period.start)} to ${day(line.period.end)}</td>
        <td class="amount">${money(line.amount, currency)}</td>
      </tr>`,
  );
  const payForm =
    invoice.status === "open"
      ? html`<h2>Pay this invoice</h2>
          ${problemNote(state.problem)}
          <form method="post" novalidate>
            ${cardFields(state.typed, state.problem)}<button>
              Pay ${money(invoice.amount_remaining, currency)}
            </button>
          </form>`
      : null;
  return layout(
    `Invoice ${invoice.number ?? ""}`,
    html`<h1>Invoice ${invoice.number ?? "(draft)"}</h1>
      <p>
        Status: <strong>${invoice.status}</strong>. Made ${day(invoice.created)} for
        ${invoice.customer_email ?? "the customer"}.
      </p>
      <table>
        <caption>
          Lines
        </caption>
        <tbody>
          ${lines}
          <tr>
            <th scope="row">Total</th>
            <td></td>
            <td class="amount">${money(invoice.total, currency)}</td>
          </tr>
          <tr>
            <th scope="row">Amount due</th>
            <td></td>
            <td class="amount">${money(invoice.amount_due, currency)}</td>
          </tr>
          <tr>
            <th scope="row">Paid</th>
            <td></td>
            <td class="amount">${money(invoice.amount_paid, currency)}</td>
          </tr>
        </tbody>
      </table>
      ${payForm}`,
  );
}

/** A payment by the customer. If it succeeds, the card becomes the subscription's default. */
function pay(world: World, invoice: Invoice, form: PageRequest["form"]): string | null {
  const details = readCard(form, world.nowS(invoice.test_clock));
  if ("problem" in details) return details.problem;
  const method = createCard(world, details);
  try {
    attachMethod(world, method, invoice.customer);
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
  const subscription = subscriptionOf(world, invoice);
  const decline = collectInvoice(world, invoice, { automatic: false, method });
  if (decline !== null) return decline.message;
  if (subscription !== undefined)
    world.change("customer.subscription.updated", subscription, subscription.test_clock, (one) => {
      one.default_payment_method = method.id;
    });
  return null;
}

/** The page at `hosted_invoice_url`. */
export function invoicePage({ world, id, method, form }: PageRequest): PageAnswer | null {
  const invoice = world.state.invoices.get(id);
  if (invoice === undefined) return null;
  const typed = readEntered(form);
  const problem = method === "POST" && invoice.status === "open" ? pay(world, invoice, form) : null;
  if (method === "POST" && problem === null) return { redirect: `${world.baseUrl}/i/${id}` };
  return htmlAnswer(problem === null ? 200 : 402, page(invoice, { typed, problem }));
}
