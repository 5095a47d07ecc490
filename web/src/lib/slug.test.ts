import { expect, test } from "vitest";
import { slugFrom, slugMaxLength, slugTyped, tenantOfHost } from "./slug.ts";

test.each([
  ["PT Maju Jaya Net", "maju-jaya-net"],
  ["PT. Sinar Abadi, Tbk.", "sinar-abadi"],
  ["CV Kenanga & Melati", "kenanga-melati"],
  ["Café Wi-Fi 24", "cafe-wi-fi-24"],
  ["Ptolemy Net", "ptolemy-net"],
  ["   ", ""],
  ["日本", ""],
])("%j becomes the address %j", (name, slug) => {
  expect(slugFrom(name)).toBe(slug);
});

test("an address made of a name never ends in a hyphen, however it is cut", () => {
  const slug = slugFrom(`${"a".repeat(slugMaxLength - 1)} b`);
  expect(slug).toBe("a".repeat(slugMaxLength - 1));
});

test("typing an address keeps a hyphen that is still to be continued", () => {
  expect(slugTyped("Maju ")).toBe("maju-");
});

test("only a tenant's own host names it", () => {
  expect(tenantOfHost("maju.localhost", "localhost")).toBe("maju");
  expect(tenantOfHost("maju.tepi.example", "tepi.example")).toBe("maju");
  for (const host of ["localhost", "tepi.example", "www.tepi.example", "a.b.tepi.example", "billing.maju.example"]) {
    expect(tenantOfHost(host, "tepi.example"), host).toBeUndefined();
  }
});
