import fc from "fast-check";
import { expect, it } from "vitest";
import { offeredName, shareAddress } from "./share-address.ts";

it("offers the name that was shared", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), (name) => {
      const url = new URL(shareAddress("https://ge.example", { name, view: "?preset=alch" }));
      expect([url.pathname, url.search, offeredName(url.hash)]).toEqual(["/", "?preset=alch", name]);
    }),
  );
});

it("offers nothing for another hash, and no long name", () => {
  for (const hash of ["", "#main", "#view=%"]) expect([hash, offeredName(hash)]).toEqual([hash, ""]);
  expect(offeredName(`#view=${"a".repeat(99)}`)).toHaveLength(40);
});
