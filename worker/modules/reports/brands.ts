/** Brands in reports: a filter by id or code, and their names. */
import { asc, eq, sql, type SQL } from "drizzle-orm";
import type { Column } from "#dialect";
import type { Context } from "../../core/context.ts";
import { unknownBrand } from "../tenancy/index.ts";
import { brands } from "../tenancy/schema.ts";

export interface BrandName {
  id: string;
  code: string;
  name: string;
}

/** The query for what all brands are called, archived ones too: what they issued stays. */
export const brandNames = ({ store }: Context) =>
  store.db
    .select({ id: brands.id, code: brands.code, name: brands.name })
    .from(brands)
    .where(store.own(brands))
    .orderBy(asc(brands.name), asc(brands.id));

const isNamed = (key: string) => (key.startsWith("brd_") ? eq(brands.id, key) : eq(brands.code, key.toUpperCase()));

/** The condition that a row is of the brand with this id or code, if one is asked for. */
export function ofBrand({ store }: Context, column: Column, key: string | undefined): SQL | undefined {
  if (key === undefined) return undefined;
  const found = store.db
    .select({ id: brands.id })
    .from(brands)
    .where(store.own(brands, isNamed(key)));
  return eq(column, sql`${found}`);
}

/**
 * The brand that was asked for.
 * @throws Refusal naming `brandId` when the company has none of that id or code
 */
export function askedBrand(names: readonly BrandName[], key: string | undefined): BrandName | null {
  if (key === undefined) return null;
  const found = names.find(({ id, code }) => id === key || code === key.toUpperCase());
  if (!found) throw unknownBrand("brandId");
  return found;
}
