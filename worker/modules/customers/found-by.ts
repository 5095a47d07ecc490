/** What finds customers as other systems do: name, email or phone, address, brand. */
import { and, eq, isNull, not, or, sql, type SQL } from "drizzle-orm";
import { contains, type Column } from "#dialect";
import type { Context } from "../../core/context.ts";
import { normalise, termLength } from "../../core/terms.ts";
import { brands } from "../tenancy/schema.ts";
import { customers } from "./schema.ts";
import { termPrefix } from "./terms.ts";

/** What customers are found by; what is left out finds all. */
export interface CustomerFilters {
  /** The beginning of a word of name, email or phone. */
  search?: string | undefined;
  /** The beginning of a word of the address. */
  address?: string | undefined;
  brandCode?: string | undefined;
}
/** The beginning of the terms that find customers, if any do, and what else they must be; undefined where none can be. */
export function wantedOf(ctx: Context, { search, address, brandCode }: CustomerFilters) {
  const filters = [isNull(customers.deletedAt), brandCode === undefined ? undefined : ofBrand(ctx, brandCode)];
  if (!search && !address) return { prefix: undefined, filters };
  const addressed = normalise(address ?? "")
    .slice(0, termLength)
    .trimEnd();
  const searched = termPrefix(search ?? "");
  // Nothing is left of a search for signs alone, and nothing is found by it.
  if ((search && !searched) || (address && !addressed)) return undefined;
  return {
    prefix: searched || addressed,
    filters: [
      ...filters,
      searched ? byPerson(searched) : undefined,
      addressed ? allIn([customers.address], addressed) : undefined,
    ],
  };
}

/** A brand by its code, however that is written. */
function ofBrand({ store }: Context, code: string): SQL {
  const brand = store.db
    .select({ id: brands.id })
    .from(brands)
    .where(store.own(brands, eq(brands.code, code.toUpperCase())));
  return eq(customers.brandId, sql`(${brand})`);
}

/** Leaves out who was found by the address alone. */
const byPerson = (prefix: string): SQL =>
  or(not(allIn([customers.address], prefix)), allIn([customers.name, customers.email, customers.phone], prefix)) as SQL;

/** Whether each word stands in one of the columns. The words of an email address belong together. */
function allIn(columns: Column[], prefix: string): SQL {
  const words = prefix.includes("@") ? [prefix] : prefix.split(" ");
  return and(...words.map((word) => or(...columns.map((column) => contains(column, word))))) as SQL;
}
