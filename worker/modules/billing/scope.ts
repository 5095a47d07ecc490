/** Whom a policy of billing holds for: a brand that has its own, or the company and all brands without. Pure. */
import { eq, inArray, not, type SQL } from "drizzle-orm";
import type { Column } from "#dialect";

/** The id of the row that holds for the company. */
export const companyScope = "company";

/** A policy as it holds. */
export interface Scoped {
  id: string;
  /** The one brand it is for; null: all that are not in `except`. */
  brandId: string | null;
  except: readonly string[];
}

/** The scopes of a company, its own first: `own` are the brands that have a policy of their own. */
export const scopesOf = (own: readonly string[]): Scoped[] => [
  { id: companyScope, brandId: null, except: own },
  ...own.map((brandId) => ({ id: brandId, brandId, except: [] })),
];

/** The condition that a column of brands is within a scope. */
export const within = (column: Column, { brandId, except }: Scoped): SQL | undefined =>
  brandId !== null ? eq(column, brandId) : except.length > 0 ? not(inArray(column, [...except])) : undefined;
