import { paginate } from "#simulators/stripe/api/lists.ts";
import type { Route } from "#simulators/stripe/api/routes.ts";
import { deleteCustomer } from "#simulators/stripe/billing/customers.ts";
import { isEnded } from "#simulators/stripe/billing/ending.ts";
import { dropTasks } from "#simulators/stripe/billing/tasks.ts";
import { badParam, missingParam, notFound, refused } from "#simulators/stripe/errors.ts";
import type { Params } from "#simulators/stripe/params.ts";
import { addIntervals, DAY_S } from "#simulators/stripe/time.ts";
import type { World } from "#simulators/stripe/world.ts";
import type { TestClock } from "#simulators/stripe/wire.ts";

const PATH = "/v1/test_helpers/test_clocks";

function findClock(world: World, id: string): TestClock {
  const found = world.state.testClocks.get(id);
  if (found === undefined) throw notFound("billing clock", id);
  return found;
}

function create(world: World, params: Params): TestClock {
  const frozen = params.integer("frozen_time");
  if (frozen === undefined) throw missingParam("frozen_time");
  const name = params.emptyable("name") ?? null;
  params.finish();
  const now = world.nowS(null);
  const clock: TestClock = {
    id: world.newId("clock"),
    object: "test_helpers.test_clock",
    created: now,
    deletes_after: now + 30 * DAY_S,
    frozen_time: frozen,
    livemode: false,
    name,
    status: "ready",
    status_details: {},
  };
  world.state.testClocks.set(clock.id, clock);
  world.emit("test_helpers.test_clock.created", clock, clock.id);
  return clock;
}

/** Stripe advances a clock by at most two intervals of its shortest subscription. */
function maxAdvance(world: World, clock: TestClock): number {
  const bounds = [...world.state.subscriptions.values()]
    .filter((one) => one.test_clock === clock.id && !isEnded(one))
    .flatMap((one) => one.items.data)
    .flatMap(({ price }) =>
      price.recurring === null ? [] : [addIntervals(clock.frozen_time, price.recurring, 2)],
    );
  return Math.min(addIntervals(clock.frozen_time, { interval: "year", interval_count: 1 }, 2), ...bounds);
}

/** Only marks the clock as advancing: the server moves it after this answer, see clock-runner.ts. */
function advance(world: World, params: Params, id: string): TestClock {
  const clock = findClock(world, id);
  const target = params.integer("frozen_time");
  params.finish();
  if (target === undefined) throw missingParam("frozen_time");
  if (clock.status === "advancing")
    throw refused("Test clock advancement underway - cannot perform modifications.", undefined, 429);
  if (target <= clock.frozen_time)
    throw badParam("frozen_time", "frozen_time must be after the current frozen time.");
  if (target > maxAdvance(world, clock))
    throw badParam(
      "frozen_time",
      "You can only advance a test clock by two intervals of its shortest subscription at once.",
    );
  clock.status = "advancing";
  clock.status_details = { advancing: { target_frozen_time: target } };
  world.emit("test_helpers.test_clock.advancing", clock, clock.id);
  return clock;
}

function remove(world: World, params: Params, id: string): object {
  const clock = findClock(world, id);
  params.finish();
  for (const customer of world.state.customers.values())
    if (customer.test_clock === id) deleteCustomer(world, customer);
  dropTasks(world, id);
  world.emit("test_helpers.test_clock.deleted", clock, clock.id);
  world.state.testClocks.delete(id);
  return { id, object: "test_helpers.test_clock", deleted: true };
}

export const clockRoutes: Route[] = [
  { method: "POST", path: PATH, run: create },
  {
    method: "GET",
    path: PATH,
    run: (world, params) => paginate(params, PATH, world.state.testClocks.values()),
  },
  {
    method: "GET",
    path: `${PATH}/:id`,
    run(world, params, id) {
      params.finish();
      return findClock(world, id);
    },
  },
  { method: "POST", path: `${PATH}/:id/advance`, run: advance },
  { method: "DELETE", path: `${PATH}/:id`, run: remove },
];
