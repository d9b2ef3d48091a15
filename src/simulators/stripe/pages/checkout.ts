import { completeSession, mayOmitCard } from "#simulators/stripe/billing/checkout.ts";
import { ApiError } from "#simulators/stripe/errors.ts";
import { clockOf } from "#simulators/stripe/world.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { CheckoutSession } from "#simulators/stripe/wire.ts";
import { cardFields, problemNote, readCard, readEntered } from "./card.ts";
import type { EnteredFields } from "./card.ts";
import { day, html, layout, money } from "./html.ts";
import type { Html } from "./html.ts";
import { htmlAnswer } from "./page.ts";
import type { PageAnswer, PageRequest } from "./page.ts";

const fillUrl = (url: string, session: CheckoutSession) =>
  url.replaceAll("{CHECKOUT_SESSION_ID}", session.id);

function summary(world: World, session: CheckoutSession): Html {
  const order = world.state.checkoutOrders.get(session.id);
  const now = world.nowS(clockOf(world, session.customer ?? ""));
  const trialEnd = order?.trialEndS ?? (order?.trialDays ? now + order.trialDays * 86_400 : null);
  const rows = (order?.items ?? []).map(({ price: id, quantity }) => {
    const price = world.state.prices.get(id);
    const name = world.state.products.get(price?.product ?? "")?.name ?? "Subscription";
    const amount = money((price?.unit_amount ?? 0) * quantity, price?.currency ?? "usd");
    return html`<tr>
      <th scope="row">${name}</th>
      <td class="amount">${amount} per ${price?.recurring?.interval ?? "month"}</td>
    </tr>`;
  });
  const due = money(session.amount_total ?? 0, session.currency ?? "usd");
  return html`<table>
      <caption>
        Your order
      </caption>
      <tbody>
        ${rows}
        <tr>
          <th scope="row">Due today</th>
          <td class="amount">${due}</td>
        </tr>
      </tbody>
    </table>
    ${trialEnd === null ? null : html`<p>Free until ${day(trialEnd)}.</p>`}`;
}

function openPage(
  world: World,
  session: CheckoutSession,
  state: { typed: EnteredFields; problem: string | null },
): string {
  const { typed, problem } = state;
  const customer = world.state.customers.get(session.customer ?? "");
  const email = customer?.email ?? session.customer_email;
  const trial = (session.amount_total ?? 0) === 0;
  const without = mayOmitCard(world, session)
    ? html`<button class="quiet" name="without_card" value="yes" formnovalidate>
        Start trial without card
      </button>`
    : null;
  const back =
    session.cancel_url === null
      ? null
      : html`<p><a href="${fillUrl(session.cancel_url, session)}">Cancel and go back</a></p>`;
  return layout(
    "Checkout",
    html`<h1>${trial ? "Start your trial" : "Subscribe"}</h1>
      ${summary(world, session)} ${problemNote(problem)}
      <form method="post" autocomplete="on" novalidate>
        ${
          email === null || email === undefined
            ? html`<label for="email">Email</label
                ><input id="email" name="email" type="email" autocomplete="email" value="${typed.email}" />`
            : html`<p>Email: ${email}</p>`
        }
        ${cardFields(typed, problem)}
        <button>${trial ? "Start trial" : "Subscribe"}</button>${without}
      </form>
      ${back}`,
  );
}

const closedPage = (session: CheckoutSession): PageAnswer => {
  const words = session.status === "complete" ? "This payment is complete." : "This checkout has expired.";
  return htmlAnswer(session.status === "complete" ? 200 : 410, layout("Checkout", html`<h1>${words}</h1>`));
};

/** The checkout page: shows the order, accepts a card or none, and redirects to the success URL. */
export function checkoutPage({ world, id, method, form }: PageRequest): PageAnswer | null {
  const session = world.state.checkoutSessions.get(id);
  if (session === undefined) return null;
  if (session.status !== "open") return closedPage(session);
  const typed = readEntered(form);
  if (method !== "POST") return htmlAnswer(200, openPage(world, session, { typed, problem: null }));
  const known = world.state.customers.get(session.customer ?? "")?.email ?? session.customer_email;
  const email = known ?? (typed.email.trim() || null);
  const refuse = (status: number, problem: string) =>
    htmlAnswer(status, openPage(world, session, { typed, problem }));
  if (email === null) return refuse(400, "Your email is required.");
  const without = form["without_card"] === "yes" && mayOmitCard(world, session);
  const card = without ? null : readCard(form, world.nowS(clockOf(world, session.customer ?? "")));
  if (card !== null && "problem" in card) return refuse(400, card.problem);
  try {
    completeSession(world, session, { card, email });
  } catch (error) {
    if (error instanceof ApiError) return refuse(error.status, error.message);
    throw error;
  }
  return { redirect: fillUrl(session.success_url, session) };
}
