import { expect, test } from "vitest";
import type { Customer } from "#lib/customers/customers.ts";
import { customerChanges, customerFormOf, customerSchema, newCustomer } from "./customer-form.ts";

const customer: Customer = {
  id: "cus_1",
  number: 1,
  brandId: "brd_1",
  name: "Pelanggan Contoh",
  email: null,
  phone: "6281200000001",
  address: "Jl. Contoh 1",
  addressLine2: null,
  block: null,
  unit: null,
  latitude: -6.2,
  longitude: 106.8,
  ktp: "************3456",
  installedOn: null,
  note: null,
  status: "active",
  createdAt: "2026-11-20T07:00:00.000Z",
};

test("a form that nobody touched changes nothing", () => {
  expect(customerChanges(customerFormOf(customer), customer)).toEqual({});
});

test("only what was changed is sent, and what was emptied as null", () => {
  const form = { ...customerFormOf(customer), name: "Nama Baru", address: "", coordinates: "" };
  expect(customerChanges(form, customer)).toEqual({
    name: "Nama Baru",
    address: null,
    latitude: null,
    longitude: null,
  });
});

test("the KTP number stays unless another is typed or it is removed on purpose", () => {
  const form = customerFormOf(customer);
  expect(form.ktp).toBe("");
  expect(customerChanges({ ...form, ktp: "3171000000000001" }, customer)).toEqual({ ktp: "3171000000000001" });
  expect(customerChanges({ ...form, removeKtp: true }, customer)).toEqual({ ktp: null });
});

test("a new customer without a brand leaves the choice to the tenant's default", () => {
  expect(newCustomer({ ...customerFormOf(), name: "Contoh" })).not.toHaveProperty("brandId");
});

test.each([{ email: "contoh@" }, { phone: "12" }, { ktp: "123" }, { coordinates: "di sana" }, { name: "" }])(
  "%o is refused before it is sent",
  (part) => {
    expect(customerSchema.safeParse({ ...customerFormOf(customer), ...part }).success).toBe(false);
  },
);
