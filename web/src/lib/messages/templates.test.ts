import { expect, test } from "vitest";
import { diffLines, draftOf, inserted, kindsOf, textsOf, type TemplateSummary } from "./templates.ts";

test("a variable takes the place of what is selected, and the cursor goes behind it", () => {
  expect(inserted("Halo nama,", "recipient", 5, 9)).toEqual({ text: "Halo {{ recipient }},", cursor: 20 });
});

test("what is left empty is the default's", () => {
  const draft = draftOf({ subject: null, body: "Halo", providerTemplate: null });
  expect(textsOf(draft)).toEqual({ subject: null, body: "Halo", providerTemplate: null });
  expect(
    textsOf({ ...draft, approvedName: "tagihan", approvedParameters: "number, total ," }).providerTemplate,
  ).toEqual({
    name: "tagihan",
    language: "id",
    parameters: ["number", "total"],
  });
});

test("a comparison keeps lines that stayed and marks the others", () => {
  expect(diffLines("a\nb\nc", "a\nx\nc").map(({ text, change }) => `${change} ${text}`)).toEqual([
    "same a",
    "removed b",
    "added x",
    "same c",
  ]);
});

test("kinds are found by their words in either language, and by whether anything of them is own", () => {
  const words = {
    id: { name: "Tagihan baru", description: "Kepada pelanggan." },
    en: { name: "New invoice", description: "To the customer." },
  };
  const template = (outlet: "email" | "sms", isDefault: boolean): TemplateSummary => ({
    ...{ kind: "invoice.issued", group: "billing", words, outlet, locale: "id", isDefault, version: 0 },
  });
  const all = [template("email", true), template("sms", true)];
  expect(kindsOf(all, "invoice pelanggan", false)[0]?.templates).toHaveLength(2);
  expect(kindsOf(all, "sandi", false)).toEqual([]);
  expect(kindsOf(all, "", true)).toEqual([]);
  expect(kindsOf([...all, template("sms", false)], "", true)).toHaveLength(1);
});
