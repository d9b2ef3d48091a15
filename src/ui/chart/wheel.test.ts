import { expect, test } from "vitest";
import { wheelAct } from "./wheel.ts";

const turn = { deltaX: 0, deltaY: 100, deltaMode: 0, shiftKey: false, ctrlKey: false, metaKey: false };

test("a wheel over a chart that nobody has chosen scrolls the page", () => {
  expect(wheelAct(turn, false)).toBeNull();
  expect(wheelAct({ ...turn, deltaX: 30 }, false)).toBeNull();
});

test("zooms with Ctrl, with Cmd and on a chart with the focus: down shows more, up shows less", () => {
  for (const [held, hasFocus] of [
    [{ ctrlKey: true }, false],
    [{ metaKey: true }, false],
    [{}, true],
  ] as const) {
    const down = wheelAct({ ...turn, ...held }, hasFocus);
    const up = wheelAct({ ...turn, ...held, deltaY: -100 }, hasFocus);
    expect(down).toEqual({ zoom: expect.closeTo(1.6487, 3) });
    expect(up).toEqual({ zoom: expect.closeTo(1 / 1.6487, 3) });
  }
});

test("moves sideways, by a sideways wheel or with Shift, focus or not", () => {
  for (const hasFocus of [true, false]) {
    expect(wheelAct({ ...turn, deltaX: -40, deltaY: 3 }, hasFocus)).toEqual({ movePx: -40 });
    expect(wheelAct({ ...turn, shiftKey: true }, hasFocus)).toEqual({ movePx: 100 });
    expect(wheelAct({ ...turn, deltaX: 2, deltaY: 0, deltaMode: 1 }, hasFocus)).toEqual({ movePx: 32 });
  }
});
