import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fieldMapping, mapFields } from "./mapping.ts";

const payload = {
  data: { items: [{ ref_id: "INV-1", status: 1, ok: true }], note: null, "a.b": "dotted" },
  amount: 150000,
};
const map = (mapping: object) => mapFields(fieldMapping.parse(mapping), payload);
const codes = (mapping: object) => map(mapping).problems.map(({ field, code }) => [field, code]);

describe("the fields of a call", () => {
  it("are found by their paths, as text, and translated", () => {
    const mapping = {
      reference: { path: "data.items[0].ref_id" },
      status: { path: "data.items[0].status", values: { "1": "success", "2": "failed" } },
      isOk: { path: "data.items[0].ok" },
      amount: { path: "amount" },
      dotted: { path: 'data["a.b"]' },
      note: { path: "data.note", required: false },
    };
    expect(map(mapping)).toEqual({
      fields: { reference: "INV-1", status: "success", isOk: "true", amount: "150000", dotted: "dotted" },
      problems: [],
    });
  });

  it("that are not there, no value or unknown are named, the others kept", () => {
    const mapping = {
      amount: { path: "amount" },
      missing: { path: "data.items[1].ref_id" },
      empty: { path: "data.note" },
      list: { path: "data.items" },
      status: { path: "data.items[0].status", values: { "2": "failed" } },
      inherited: { path: "data.constructor" },
      method: { path: "data.items[0].ref_id", values: { other: "x" } },
    };
    expect(map(mapping).fields).toEqual({ amount: "150000" });
    expect(codes(mapping)).toEqual([
      ["missing", "missing"],
      ["empty", "missing"],
      ["list", "not-a-value"],
      ["status", "unknown-value"],
      ["inherited", "missing"],
      ["method", "unknown-value"],
    ]);
    expect(map(mapping).problems[3]?.message.en).toBe('The value "1" at data.items[0].status is unknown.');
  });

  it("of endless length are a problem", () => {
    const long = mapFields(fieldMapping.parse({ text: { path: "a" } }), { a: "x".repeat(1001) });
    expect(long.problems.map(({ code }) => code)).toEqual(["too-long"]);
  });

  it.each([{ a: { path: "a..b" } }, { a: { path: "" } }, { "not a name": { path: "a" } }, { a: {} }])(
    "by %j are refused when they are set",
    (mapping) => expect(fieldMapping.safeParse(mapping).success).toBe(false),
  );

  it("never make the mapping throw: each is found or a problem", () => {
    const rule = fc.record({
      path: fc.oneof(fc.string(), fc.stringMatching(/^[a-c.[\]0-9"]{0,20}$/)),
      required: fc.boolean(),
      values: fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.dictionary(fc.string(), rule), fc.jsonValue(), (mapping, value) => {
        const { fields, problems } = mapFields(mapping, value);
        const told = [...Object.keys(fields), ...problems.map(({ field }) => field)];
        const needed = Object.entries(mapping)
          .filter(([, each]) => each.required)
          .map(([field]) => field);
        expect(told).toEqual(expect.arrayContaining(needed));
      }),
    );
  });
});
