import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parsePath, valueAt } from "./paths.ts";

describe("a path into JSON", () => {
  it.each([
    ["status", ["status"]],
    ["data.items[0].ref_id", ["data", "items", 0, "ref_id"]],
    ["[2].id", [2, "id"]],
    ['data["a.b"].c', ["data", "a.b", "c"]],
    ["a[0][1]", ["a", 0, 1]],
  ])("%s is read", (text, steps) => expect(parsePath(text)).toEqual(steps));

  it.each(["", ".", ".a", "a.", "a..b", "a[", "a[x]", "a[-1]", "a]", "a[0]b", "x".repeat(201), "a.".repeat(30) + "a"])(
    "%j is none",
    (text) => expect(parsePath(text)).toBeUndefined(),
  );

  it("finds what the JSON holds and nothing of the language's own", () => {
    const payload = JSON.parse('{"data": {"items": [{"ref_id": 7}], "none": null, "__proto__": "own"}}') as unknown;
    const at = (text: string) => {
      const path = parsePath(text);
      return path && valueAt(payload, path);
    };
    expect(at("data.items[0].ref_id")).toBe(7);
    expect(at("data.none")).toBeNull();
    for (const text of [
      "data.none.x",
      "data.items[1]",
      "constructor",
      "__proto__",
      "data.__proto__",
      "data.items.map",
      "data.items.length",
      "data.items[0].ref_id.x",
    ])
      expect([text, at(text)]).toEqual([text, undefined]);
  });

  it("never throws, whatever is written or read", () => {
    fc.assert(
      fc.property(fc.string(), fc.jsonValue(), (text, payload) => {
        const path = parsePath(text);
        if (path) valueAt(payload, path);
      }),
    );
    fc.assert(fc.property(fc.stringMatching(/^[a."[\]0-9]{0,40}$/), (text) => void parsePath(text)));
  });
});
