import { expect, test } from "vitest";
import { givable, keySchema } from "./key-form.ts";

const form = { name: " Kasir ", permissions: ["customers:read"], expiresOn: "", allowedAddresses: "" };
const parse = (part: Partial<typeof form>) => keySchema("Asia/Jakarta").safeParse({ ...form, ...part });

test("what is left empty neither expires nor is bound to addresses", () => {
  expect(parse({}).data).toEqual({
    name: "Kasir",
    permissions: ["customers:read"],
    expiresAt: null,
    allowedAddresses: [],
  });
});

test("a key holds to the end of its last day in the company's zone", () => {
  expect(parse({ expiresOn: "2999-12-31" }).data?.expiresAt).toBe("2999-12-31T23:59:00+07:00");
  expect(parse({ expiresOn: "2020-01-01" }).success).toBe(false);
});

test("addresses and networks are taken line by line, and a wrong line is named", () => {
  const allowedAddresses = "203.0.113.7\n\n 2001:db8::/32 \n203.0.113.7\n10.0.0.0/8";
  expect(parse({ allowedAddresses }).data?.allowedAddresses).toEqual(["203.0.113.7", "2001:db8::/32", "10.0.0.0/8"]);
  expect(parse({ allowedAddresses: "203.0.113.7\nkantor" }).error?.issues[0]?.message).toContain("kantor");
});

test("a key without permissions or name is not made", () => {
  expect(parse({ permissions: [] }).success).toBe(false);
  expect(parse({ name: " " }).success).toBe(false);
});

test("what only a person can do is not given away", () => {
  expect(givable(["profile:read", "customers:read", "live:read", "api-keys:read", "api-keys:write"])).toEqual([
    "customers:read",
    "api-keys:read",
  ]);
});
