import { expect, test } from "vitest";
import { emptyItem, initialForm, invoiceBody, invoiceSchema, typedItems } from "./invoice-form.ts";

const filled = () => ({
  ...initialForm(undefined, "cus_1"),
  items: [{ description: "Pemasangan", quantity: 2, unitPrice: 250_000 }],
});
const fieldsOf = (value: unknown) =>
  invoiceSchema.safeParse(value).error?.issues.map(({ path }) => path.join(".")) ?? [];

test("an empty form names every field that is missing, each by the name of its input", () => {
  expect(fieldsOf(initialForm())).toEqual(["customerId", "items.0.description", "items.0.unitPrice"]);
});

test("a quantity or price outside the API's limits, or half a piece, is refused before it is sent", () => {
  for (const quantity of [0, 1.5, 10_001, null]) {
    const items = [{ description: "A", quantity, unitPrice: 1 }];
    expect(fieldsOf({ ...filled(), items }), String(quantity)).toEqual(["items.0.quantity"]);
  }
  const items = [{ description: "A", quantity: 1, unitPrice: 1_000_000_001 }];
  expect(fieldsOf({ ...filled(), items })).toEqual(["items.0.unitPrice"]);
});

test("a discount takes no more than there is", () => {
  expect(fieldsOf({ ...filled(), discount: 500_000 })).toEqual([]);
  expect(fieldsOf({ ...filled(), discount: 500_001 })).toEqual(["discount"]);
});

test("what is left empty is the server's to choose, but a note can be emptied", () => {
  expect(invoiceBody(filled())).toEqual({
    items: [{ description: "Pemasangan", quantity: 2, unitPrice: 250_000 }],
    discount: 0,
    note: "",
  });
});

test("a row that is not filled yet counts for nothing", () => {
  expect(typedItems([emptyItem()])).toEqual([{ description: "", quantity: 1, unitPrice: 0 }]);
});
