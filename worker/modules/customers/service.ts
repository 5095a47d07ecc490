import { eq, isNull } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { isoInstant } from "../../core/time.ts";
import { addToCounters } from "../../db/counters.ts";
import { lastNumber, raiseSequence } from "../../db/sequences.ts";
import type { Changes, Row } from "../../db/store.ts";
import { changed, created, noted } from "../audit/index.ts";
import { removeFilesOf } from "../files/index.ts";
import { commit, commitAndRead, event } from "../outbox/index.ts";
import { brandQuery, requireBrand, unknownBrand } from "../tenancy/index.ts";
import { behaviourParts } from "./behaviour.ts";
import type { CustomerInput, CustomerPatch } from "./inputs.ts";
import { customers, customerTerms } from "./schema.ts";
import { termStatements } from "./term-statements.ts";

export type Customer = Row<typeof customers>;

/** The query for a customer that has not been deleted. */
export const customerById = (ctx: Context, id: string) =>
  ctx.store.db
    .select()
    .from(customers)
    .where(ctx.store.own(customers, eq(customers.id, id), isNull(customers.deletedAt)));

/** @throws Refusal `not_found` */
export async function loadCustomer(ctx: Context, id: string): Promise<Customer> {
  const [[customer]] = await ctx.store.read(customerById(ctx, id));
  if (!customer) throw new Refusal("not_found");
  return customer;
}

export const getCustomer = async (ctx: Context, id: string) => showCustomer(await loadCustomer(ctx, id));

export async function createCustomer(ctx: Context, { ktp, brandId, ...input }: CustomerInput) {
  const brand = await requireBrand(ctx, brandId, "brandId");
  const id = ctx.id("cus");
  const row = {
    ...input,
    ...(await sealKtp(ctx, ktp)),
    id,
    number: lastNumber(ctx.store, "customer"),
    brandId: brand.id,
    createdAt: ctx.now(),
  };
  const [customer] = await commitAndRead(
    ctx,
    [
      raiseSequence(ctx.store, "customer"),
      ...created(ctx, customers, row, { action: "customer.created" }),
      ...termStatements(ctx, [row]),
      ...addToCounters(ctx.store, [{ name: "customers", count: 1 }]),
      ...behaviourParts(ctx, [id]),
      event(ctx, "customer.created", { customerId: id, name: input.name }),
    ],
    customerById(ctx, id),
  );
  return showCustomer(customer as Customer);
}

export async function updateCustomer(ctx: Context, id: string, { ktp, brandId, ...patch }: CustomerPatch) {
  const [[before], [brand]] = await ctx.store.read(customerById(ctx, id), brandQuery(ctx, brandId ?? ""));
  if (!before) throw new Refusal("not_found");
  if (brandId !== undefined && (!brand || brand.archivedAt !== null)) throw unknownBrand("brandId");
  const changes: Changes<typeof customers> = {
    ...patch,
    ...(ktp !== undefined && (await sealKtp(ctx, ktp))),
    ...(brand && { brandId: brand.id }),
  };
  const after = { ...before, ...changes } as Customer;
  const [customer] = await commitAndRead(
    ctx,
    [
      ...changed(ctx, customers, before, changes, { action: "customer.updated" }),
      ctx.store.remove(customerTerms, eq(customerTerms.customerId, id)),
      ...termStatements(ctx, [after]),
      ...(after.brandId === before.brandId && after.status === before.status ? [] : behaviourParts(ctx, [id])),
    ],
    customerById(ctx, id),
  );
  return showCustomer(customer as Customer);
}

const personGone = {
  name: "",
  email: null,
  phone: null,
  address: null,
  addressLine2: null,
  block: null,
  unit: null,
  latitude: null,
  longitude: null,
  ktpSealed: null,
  ktpDigest: null,
  ktpHint: null,
  note: null,
} as const satisfies Changes<typeof customers>;

/** Removes the person. Lines and drafts go, and unpaid invoices become void, by the event. */
export async function deleteCustomer(ctx: Context, id: string): Promise<void> {
  const before = await loadCustomer(ctx, id);
  const nameless = { id, version: before.version };
  await commit(ctx, [
    ...changed(
      ctx,
      customers,
      nameless,
      { ...personGone, status: "inactive", deletedAt: ctx.now() },
      { action: "customer.deleted" },
    ),
    ctx.store.remove(customerTerms, eq(customerTerms.customerId, id)),
    ...addToCounters(ctx.store, [{ name: "customers", count: -1 }]),
    ...behaviourParts(ctx, [id]),
    ...removeFilesOf(ctx, { entity: "customer", id }),
    event(ctx, "customer.deleted", { customerId: id }),
  ]);
}

/** Shows sealed fields whole, and writes down who saw them. */
export async function revealCustomer(ctx: Context, id: string): Promise<{ ktp: string | null }> {
  const { ktpSealed } = await loadCustomer(ctx, id);
  await commit(ctx, [
    noted(ctx, { entity: "customer", entityId: id, action: "customer.revealed", after: { fields: ["ktp"] } }),
  ]);
  return { ktp: ktpSealed && (await ctx.vault.open("ktp", ktpSealed)) };
}

/** A KTP number as its columns keep it. */
export async function sealKtp(ctx: Context, ktp: string | null | undefined) {
  if (!ktp) return { ktpSealed: null, ktpDigest: null, ktpHint: null };
  const [ktpSealed, ktpDigest] = await Promise.all([ctx.vault.seal("ktp", ktp), ctx.vault.digest("ktp", ktp)]);
  return { ktpSealed, ktpDigest, ktpHint: ktp.slice(-4) };
}

/** A customer as the API shows it: identity card masked. */
export const showCustomer = ({ ktpHint, ...row }: Customer) => ({
  ...row,
  ktp: ktpHint && `************${ktpHint}`,
  createdAt: isoInstant(row.createdAt),
});
