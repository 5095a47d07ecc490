import * as z from "zod/mini";
import type { Schemas } from "#lib/api/client.ts";
import { parseCoordinates, showCoordinates } from "#lib/coordinates.ts";
import type { Customer } from "#lib/customers/customers.ts";
import { m } from "#lib/paraglide/messages.js";
import { showPhone } from "#lib/phone.ts";

const text = (maximum: number) => z.string().check(z.trim(), z.maxLength(maximum));
const orEmpty = (isValid: (value: string) => boolean, error: () => string) =>
  z.refine<string>((value) => value === "" || isValid(value), { error });

/** The form of a customer; all of it is text, what is left empty is nothing. */
export const customerSchema = z.object({
  name: text(150).check(z.minLength(1, { error: () => m.common_required() })),
  brandId: z.string(),
  email: text(200).check(orEmpty((value) => z.regexes.email.test(value), m.common_email_invalid)),
  phone: text(30).check(
    orEmpty((value) => /^\+?\d{8,15}$/.test(value.replace(/[\s().-]/g, "")), m.customers_phone_invalid),
  ),
  address: text(300),
  addressLine2: text(300),
  block: text(30),
  unit: text(30),
  coordinates: text(500).check(
    orEmpty((value) => parseCoordinates(value) !== undefined, m.customers_coordinates_invalid),
  ),
  ktp: text(20).check(orEmpty((value) => /^\d{16}$/.test(value), m.customers_ktp_invalid)),
  removeKtp: z.boolean(),
  installedOn: z.string(),
  note: text(1000),
  status: z.enum(["active", "inactive"]),
});
export type CustomerForm = z.infer<typeof customerSchema>;

/** The form's beginning: empty, or what is known of a customer. The sealed KTP number is never part of it. */
export const customerFormOf = (customer?: Customer): CustomerForm => ({
  name: customer?.name ?? "",
  brandId: customer?.brandId ?? "",
  email: customer?.email ?? "",
  phone: customer?.phone ? showPhone(customer.phone) : "",
  address: customer?.address ?? "",
  addressLine2: customer?.addressLine2 ?? "",
  block: customer?.block ?? "",
  unit: customer?.unit ?? "",
  coordinates:
    customer && customer.latitude !== null && customer.longitude !== null
      ? showCoordinates({ latitude: customer.latitude, longitude: customer.longitude })
      : "",
  ktp: "",
  removeKtp: false,
  installedOn: customer?.installedOn ?? "",
  note: customer?.note ?? "",
  status: customer?.status ?? "active",
});

/** The body of `POST /api/v1/customers`; without a brand the tenant's first one holds. */
export function newCustomer({
  brandId,
  coordinates,
  ktp,
  removeKtp: _,
  name,
  status,
  ...rest
}: CustomerForm): Schemas["NewCustomer"] {
  return {
    name,
    status,
    ...(brandId && { brandId }),
    ...emptyToNull(rest),
    ...(ktp && { ktp }),
    ...(parseCoordinates(coordinates) ?? { latitude: null, longitude: null }),
  };
}

/** The body of `PATCH /api/v1/customers/{id}`: only what differs, so that the trail tells only that. */
export function customerChanges(form: CustomerForm, customer: Customer): Schemas["CustomerPatch"] {
  const { ktp, ...wanted } = newCustomer(form);
  const patch = Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => value !== asSent(key, customer[key as keyof Customer])),
  );
  return { ...patch, ...(form.removeKtp && customer.ktp ? { ktp: null } : ktp && { ktp }) };
}

/** A phone number stands in the form as people write it. */
const asSent = (key: string, value: unknown): unknown => (key === "phone" && value ? showPhone(String(value)) : value);

const emptyToNull = <Key extends string>(texts: Record<Key, string>): Record<Key, string | null> =>
  Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, value || null])) as Record<Key, string | null>;
