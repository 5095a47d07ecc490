import { sql } from "drizzle-orm";
import { invoices } from "../schema.ts";

interface Amounts {
  total: number;
  paid: number;
  credited: number;
}

/** What is still owed of an issued invoice that is not void, in rupiah. */
export const owedOf = ({ total, paid, credited }: Amounts): number => total - paid - credited;

/** The same, for queries. */
export const owed = sql<number>`${invoices.total} - ${invoices.paid} - ${invoices.credited}`;
