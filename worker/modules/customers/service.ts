import { and, eq, getTableColumns, isNull, sql, type SQL } from "drizzle-orm";
import { violation, type Results, type Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { isoInstant } from "../../core/time.ts";
import { addToCounters } from "../../db/counters.ts";
import { lastNumber, raiseSequence } from "../../db/sequences.ts";
import type { Changes, Row } from "../../db/store.ts";
import { changed, created, noted } from "../audit/index.ts";
import { auditEntries } from "../audit/schema.ts";
import { removeFilesOf } from "../files/index.ts";
import { commit, commitAndRead, commitAndReadEach, event } from "../outbox/index.ts";
import { brandQuery, requireBrand, unknownBrand } from "../tenancy/index.ts";
import { brands } from "../tenancy/schema.ts";
import { behaviourParts } from "./behaviour.ts";
import type { CustomerInput, CustomerPatch } from "./inputs.ts";
import { customers, customerTerms } from "./schema.ts";
import { termStatements } from "./term-statements.ts";

export type Customer = Row<typeof customers>;

/** What names a customer: its id, or the number that people and other systems know it by. */
export type CustomerKey = string | { number: number };

/** The condition on `customers` that finds the one of a key, unless it has been deleted. */
const isCustomer = (key: CustomerKey): SQL =>
  and(
    typeof key === "string" ? eq(customers.id, key) : eq(customers.number, key.number),
    isNull(customers.deletedAt),
  ) as SQL;

/** The query for a customer that has not been deleted. */
export const customerById = (ctx: Context, key: CustomerKey) =>
  ctx.store.db
    .select()
    .from(customers)
    .where(ctx.store.own(customers, isCustomer(key)));

/** A customer's id as a value for other queries; null where there is none. */
export function customerIdOf({ store }: Context, key: CustomerKey): SQL {
  const query = store.db
    .select({ id: customers.id })
    .from(customers)
    .where(store.own(customers, isCustomer(key)));
  return sql`(${query})`;
}

/** @throws Refusal `not_found` */
export async function loadCustomer(ctx: Context, key: CustomerKey): Promise<Customer> {
  const [[customer]] = await ctx.store.read(customerById(ctx, key));
  if (!customer) throw new Refusal("not_found");
  return customer;
}

/** What is shown of customers: besides their own columns the code of their brand, and when they were changed last. */
export const shownColumns = {
  customer: getTableColumns(customers),
  brandCode: brands.code,
  updatedAt: auditEntries.at,
};
export const brandOf = ({ store }: Context): SQL => store.own(brands, eq(brands.id, customers.brandId));
/** The entry that the log has of a customer's present version. */
export const lastChangeOf = ({ store }: Context): SQL =>
  store.own(
    auditEntries,
    eq(auditEntries.entity, "customer"),
    eq(auditEntries.entityId, customers.id),
    eq(auditEntries.version, customers.version),
  );

/** The query for customers as they are shown. */
export const shownCustomers = (ctx: Context) =>
  ctx.store.db
    .select(shownColumns)
    .from(customers)
    // Every customer has a brand. A left join, since D1 would begin a list with the few brands, and sort all customers.
    .leftJoin(brands, brandOf(ctx))
    .leftJoin(auditEntries, lastChangeOf(ctx))
    .$dynamic();
export type ShownCustomer = Awaited<ReturnType<typeof shownCustomers>>[number];

/** The query for a customer as it is shown. */
export const shownCustomer = (ctx: Context, key: CustomerKey) =>
  shownCustomers(ctx).where(ctx.store.own(customers, isCustomer(key)));

/** @throws Refusal `not_found` */
export async function getCustomer(ctx: Context, key: CustomerKey) {
  const [[found]] = await ctx.store.read(shownCustomer(ctx, key));
  if (!found) throw new Refusal("not_found");
  return showInFull(found);
}

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
    shownCustomer(ctx, id),
  );
  return showInFull(customer as ShownCustomer);
}

export async function updateCustomer(ctx: Context, key: CustomerKey, { ktp, brandId, ...patch }: CustomerPatch) {
  const [[before], [brand]] = await ctx.store.read(customerById(ctx, key), brandQuery(ctx, brandId ?? ""));
  if (!before) throw new Refusal("not_found");
  const { id } = before;
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
    shownCustomer(ctx, id),
  );
  return showInFull(customer as ShownCustomer);
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
export async function deleteCustomer(ctx: Context, key: CustomerKey): Promise<void> {
  const { id, version } = await loadCustomer(ctx, key);
  const nameless = { id, version };
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
export async function revealCustomer(ctx: Context, key: CustomerKey): Promise<{ ktp: string | null }> {
  const [[customer]] = await readRevealing(ctx, key, [customerById(ctx, key)]);
  return { ktp: await openKtp(ctx, customer?.ktpSealed ?? null) };
}

/**
 * Runs `queries` in the batch that writes down who sees a customer's sealed fields.
 * @throws Refusal `not_found`
 */
export async function readRevealing<const Q extends readonly Statement[]>(
  ctx: Context,
  key: CustomerKey,
  queries: Q,
): Promise<Results<Q>> {
  const entityId = customerIdOf(ctx, key);
  const note = noted(ctx, { entity: "customer", entityId, action: "customer.revealed", after: { fields: ["ktp"] } });
  try {
    return await commitAndReadEach(ctx, [note], queries);
  } catch (error) {
    if (violation(error)?.name !== "audit_entries.entity_id") throw error;
    throw new Refusal("not_found");
  }
}

/** The number of an identity card, whole: for who was written down by `readRevealing`. */
export const openKtp = async ({ vault }: Context, ktpSealed: string | null): Promise<string | null> =>
  ktpSealed && vault.open("ktp", ktpSealed);

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

/** The same with its brand's code and its last change. */
export const showInFull = ({ customer, brandCode, updatedAt }: ShownCustomer) => ({
  ...showCustomer(customer),
  brandCode: brandCode ?? "",
  updatedAt: isoInstant(updatedAt ?? customer.createdAt),
});
export type CustomerInFull = ReturnType<typeof showInFull>;
