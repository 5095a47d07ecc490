import { sql } from "drizzle-orm";
import type { Column } from "#dialect";
import { invoices } from "../schema.ts";

interface Amounts {
  total: number;
  paid: number;
  credited: number;
}

/** What is still owed of an issued invoice that is not void, in rupiah. */
export const owedOf = ({ total, paid, credited }: Amounts): number => total - paid - credited;

/** The same in a query, of the table or an alias of it. */
export const owedIn = ({ total, paid, credited }: Record<"total" | "paid" | "credited", Column>) =>
  sql<number>`${total} - ${paid} - ${credited}`;
export const owed = owedIn(invoices);
