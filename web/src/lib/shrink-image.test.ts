import { expect, test } from "vitest";
import { fitWithin } from "./shrink-image.ts";

test("a picture is shrunk by its longer side and never enlarged", () => {
  expect(fitWithin(4000, 3000, 1024)).toEqual({ width: 1024, height: 768 });
  expect(fitWithin(3000, 4000, 1024)).toEqual({ width: 768, height: 1024 });
  expect(fitWithin(300, 200, 1024)).toEqual({ width: 300, height: 200 });
});

test("what is very narrow keeps a pixel", () => {
  expect(fitWithin(20_000, 3, 1024)).toEqual({ width: 1024, height: 1 });
});
