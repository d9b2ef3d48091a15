import { isEnded } from "#simulators/stripe/billing/ending.ts";
import { periodOf } from "#simulators/stripe/billing/cycle.ts";
import { methodFor } from "#simulators/stripe/billing/methods.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { PortalSession, Price, Subscription } from "#simulators/stripe/wire.ts";
import { cardFields, problemNote, readEntered } from "./card.ts";
import { day, html, layout, money } from "./html.ts";
import type { Html } from "./html.ts";
import { runAction } from "./actions.ts";
import { htmlAnswer } from "./page.ts";
import type { PageAnswer, PageRequest } from "./page.ts";

const describePrice = (world: World, price: Price) => {
  const name = world.state.products.get(price.product)?.name ?? "Subscription";
  return `${name}: ${money(price.unit_amount, price.currency)} per ${price.recurring?.interval ?? "month"}`;
};

function planForm(world: World, subscription: Subscription, base: string): Html | null {
  const current = subscription.items.data[0]?.price;
  const prices = [...world.state.prices.values()].filter(
    (price) => price.active && price.recurring !== null && price.currency === subscription.currency,
  );
  if (prices.length < 2) return null;
  const choices = prices.map(
    (price) =>
      html`<p>
        <input
          type="radio"
          name="price"
          id="${price.id}"
          value="${price.id}"
          ${price.id === current?.id ? html` checked` : null}
        />
        <label style="display:inline" for="${price.id}">${describePrice(world, price)}</label>
      </p>`,
  );
  return html`<form method="post" action="${base}/plan">
    <input type="hidden" name="subscription" value="${subscription.id}" />
    <fieldset>
      <legend>Switch plan</legend>
      ${choices}
    </fieldset>
    <button>Update plan</button>
  </form>`;
}

function subscriptionPart(world: World, subscription: Subscription, base: string): Html {
  const price = subscription.items.data[0]?.price;
  const { end } = periodOf(subscription);
  const hidden = html`<input type="hidden" name="subscription" value="${subscription.id}" />`;
  const next =
    subscription.cancel_at === null
      ? html`<p>${subscription.status === "trialing" ? "Trial ends" : "Renews"} on ${day(end)}.</p>`
      : html`<p>Cancels on ${day(subscription.cancel_at)}.</p>`;
  const form =
    subscription.cancel_at === null
      ? html`<form method="post" action="${base}/cancel">
          ${hidden}<button class="quiet">Cancel plan</button>
        </form>`
      : html`<form method="post" action="${base}/resume">${hidden}<button>Don't cancel plan</button></form>`;
  return html`<h2>Current plan</h2>
    <p>
      <strong>${price === undefined ? "No plan" : describePrice(world, price)}</strong>
      (${subscription.status.replace("_", " ")})
    </p>
    ${next}${form}${planForm(world, subscription, base)}`;
}

function invoicesPart(world: World, customer: string): Html {
  const invoices = [...world.state.invoices.values()].filter(
    (invoice) => invoice.customer === customer && invoice.status !== "draft",
  );
  const rows = invoices.toReversed().map(
    (invoice) =>
      html`<tr>
        <td>${day(invoice.created)}</td>
        <td><a href="${world.baseUrl}/i/${invoice.id}">${invoice.number}</a></td>
        <td>${invoice.status}</td>
        <td class="amount">${money(invoice.total, invoice.currency)}</td>
      </tr>`,
  );
  return html`<h2 id="invoices">Invoices</h2>
    <table aria-labelledby="invoices">
      <thead>
        <tr>
          <th scope="col">Date</th>
          <th scope="col">Number</th>
          <th scope="col">Status</th>
          <th scope="col" class="amount">Total</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`;
}

function page(
  world: World,
  session: PortalSession,
  state: { form: PageRequest["form"]; problem: string | null; note: string | null },
): string {
  const base = `${world.baseUrl}/p/session/${session.id}`;
  const running = [...world.state.subscriptions.values()].filter(
    (one) => one.customer === session.customer && !isEnded(one),
  );
  const customer = world.state.customers.get(session.customer);
  const [first] = running;
  const preferred = customer?.invoice_settings.default_payment_method ?? "";
  const card = first === undefined ? world.state.paymentMethods.get(preferred) : methodFor(world, first);
  const held =
    card === null || card === undefined ? "No card on file." : `Card ending in ${card.card.last4}.`;
  return layout(
    "Billing portal",
    html`<h1>Billing for ${customer?.email ?? session.customer}</h1>
      ${state.note === null ? null : html`<p class="note" role="status">${state.note}</p>`}
      ${problemNote(state.problem)}
      ${running.length === 0 ? html`<p>No plan is running.</p>` : running.map((one) => subscriptionPart(world, one, base))}
      <h2>Payment method</h2>
      <p>${held}</p>
      <form method="post" action="${base}/card" novalidate>
        ${cardFields(readEntered(state.form), state.problem)}<button>Update card</button>
      </form>
      ${invoicesPart(world, session.customer)}
      ${session.return_url === null ? null : html`<p><a class="button" href="${session.return_url}">Return</a></p>`}`,
  );
}

const NOTES: Record<string, string> = {
  cancel: "Your plan will be canceled at the end of the period.",
  resume: "Your plan goes on.",
  plan: "Your plan was updated.",
  card: "Your card was updated.",
};

/** The billing portal: cancel, resume, switch plan, change the card, list invoices. */
export function portalPage({ world, id, action, method, form }: PageRequest): PageAnswer | null {
  const session = world.state.portalSessions.get(id);
  if (session === undefined || !world.state.customers.has(session.customer)) return null;
  if (method !== "POST")
    return htmlAnswer(
      200,
      page(world, session, { form: {}, problem: null, note: NOTES[form["done"] ?? ""] ?? null }),
    );
  const problem = runAction({ world, customer: session.customer, action, form });
  if (problem !== null) return htmlAnswer(400, page(world, session, { form, problem, note: null }));
  return { redirect: `${world.baseUrl}/p/session/${id}?done=${action}` };
}
