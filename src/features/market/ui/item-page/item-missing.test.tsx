import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { ItemMissing } from "./item-missing.tsx";

const pending = {
  data: undefined,
  error: null,
  errorUpdatedAt: 0,
  isFetching: true,
  refetch: () => undefined,
};

test("an item that cannot be read ends in words and a button", () => {
  const failed = { ...pending, error: { message: "Failed to fetch" }, errorUpdatedAt: 1 };
  const html = renderToStaticMarkup(<ItemMissing query={{ ...failed, isFetching: false }} />);
  expect(html).toContain("This item could not be loaded");
  expect(html).toContain("The server cannot be reached.");
  expect(html).toContain("Try again");
  expect(renderToStaticMarkup(<ItemMissing query={failed} />)).toContain("Trying…");
});

test("an item that does not exist is not asked for again", () => {
  const gone = { ...pending, error: { message: "No item", data: { httpStatus: 404 } }, isFetching: false };
  const html = renderToStaticMarkup(<ItemMissing query={gone} />);
  expect(html).toContain("There is no such item");
  expect(html).not.toContain("Try again");
});

test("an item that is on its way has a skeleton", () => {
  expect(renderToStaticMarkup(<ItemMissing query={pending} />)).toContain('aria-busy="true"');
});
