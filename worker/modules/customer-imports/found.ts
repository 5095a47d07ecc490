/** What the store knows of the people, plans and brands that some rows name: one round trip, all of it along indexes. */
import { and, asc, eq, getTableColumns, inArray, isNull, ne, type SQL } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { nameKey } from "../../core/terms.ts";
import { among } from "../../db/bulk.ts";
import type { Row } from "../../db/store.ts";
import { emailTerm, phoneTerm, type Customer } from "../customers/index.ts";
import { customers, customerTerms } from "../customers/schema.ts";
import { plans, subscriptions } from "../billing/schema.ts";
import { brands } from "../tenancy/schema.ts";
import type { ImportRow } from "./rows.ts";
import { customerImportRows } from "./schema.ts";

/** A customer whom rows may be about. */
export interface Candidate {
  customer: Pick<Customer, "id" | "number" | "email" | "phone"> & { ktpDigest: string | null };
  /** As it is in the store; undefined for one that an earlier row of the same chunk adds. */
  before: Customer | undefined;
  /** The line of this file that was about the customer already. */
  line: number | undefined;
  /** Plans of its subscriptions that have not ended. */
  planIds: Set<string>;
}

export interface Found {
  candidates: Candidate[];
  brands: Map<string, Row<typeof brands>>;
  firstBrandId: string | undefined;
  /** By their names' keys. */
  plans: Map<string, Pick<Row<typeof plans>, "id" | "archivedAt">>;
  /** KTP digests by line, the current one first. */
  digests: Map<number, string[]>;
}

export async function findAll(ctx: Context, importId: string, rows: readonly ImportRow[]): Promise<Found> {
  const digests = await digestsOf(ctx, rows);
  const [byNumber, byKtp, byTerm, brandRows, planRows] = await ctx.store.read(
    candidatesQuery(
      ctx,
      importId,
      among(
        customers,
        "number",
        given(rows, ({ number }) => number),
      ),
    ),
    candidatesQuery(ctx, importId, among(customers, "ktpDigest", [...digests.values()].flat())),
    candidatesQuery(ctx, importId, inTerms(ctx, termsOf(rows))),
    ctx.store.db.select().from(brands).where(ctx.store.own(brands)).orderBy(asc(brands.id)),
    ctx.store.db
      .select({ id: plans.id, nameKey: plans.nameKey, archivedAt: plans.archivedAt })
      .from(plans)
      .where(
        ctx.store.own(
          plans,
          among(
            plans,
            "nameKey",
            given(rows, ({ planName }) => planName && nameKey(planName)),
          ),
        ),
      ),
  );
  const open = brandRows.filter(({ archivedAt }) => archivedAt === null);
  return {
    candidates: candidatesOf([...byNumber, ...byKtp, ...byTerm]),
    brands: new Map(open.flatMap((brand) => [brand.id, brand.code].map((key) => [key, brand] as const))),
    firstBrandId: open[0]?.id,
    plans: new Map(planRows.map((plan) => [plan.nameKey, plan])),
    digests,
  };
}

async function digestsOf({ vault }: Context, rows: readonly ImportRow[]): Promise<Map<number, string[]>> {
  const list = rows.flatMap(({ line, values: { ktp } }) => (ktp ? [{ line, ktp }] : []));
  const entries = list.map(async ({ line, ktp }) => [line, await vault.digests("ktp", ktp)] as const);
  return new Map(await Promise.all(entries));
}

const given = <T>(rows: readonly ImportRow[], of: (row: ImportRow) => T | undefined): T[] =>
  rows.flatMap((row) => of(row) ?? []) as T[];

const termsOf = (rows: readonly ImportRow[]): string[] =>
  rows.flatMap(({ values: { email, phone } }) => [
    ...(email ? [emailTerm(email)] : []),
    ...(phone ? [phoneTerm(phone)] : []),
  ]);

/** Customers whose email or phone begins as one of the terms: emails are cut there, so they are compared again. */
function inTerms({ store }: Context, terms: readonly string[]): SQL {
  const found = store.db
    .select({ id: customerTerms.customerId })
    .from(customerTerms)
    .where(store.own(customerTerms, among(customerTerms, "term", terms)));
  return inArray(customers.id, found);
}

const candidatesQuery = ({ store }: Context, importId: string, which: SQL) =>
  store.db
    .select({ customer: getTableColumns(customers), planId: subscriptions.planId, line: customerImportRows.line })
    .from(customers)
    .leftJoin(
      subscriptions,
      store.own(subscriptions, eq(subscriptions.customerId, customers.id), ne(subscriptions.state, "terminated")),
    )
    .leftJoin(
      customerImportRows,
      store.own(
        customerImportRows,
        eq(customerImportRows.importId, importId),
        eq(customerImportRows.customerId, customers.id),
      ),
    )
    .where(and(store.own(customers, isNull(customers.deletedAt)), which));

function candidatesOf(rows: Awaited<ReturnType<typeof candidatesQuery>>): Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const { customer, planId, line } of rows) {
    const known = byId.get(customer.id);
    const candidate = known ?? { customer, before: customer, line: line ?? undefined, planIds: new Set<string>() };
    if (planId) candidate.planIds.add(planId);
    byId.set(customer.id, candidate);
  }
  return [...byId.values()];
}
