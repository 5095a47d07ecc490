import { eq, sql } from "drizzle-orm";
import { jsonRows, zeroPadded, type Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import type { Row } from "../../db/store.ts";
import { customers, customerTerms } from "./schema.ts";
import { termsOf, type Findable } from "./terms.ts";

type FindableCustomer = Findable & Pick<Row<typeof customers>, "id" | "status">;

/** The terms of customers that have none, at least one of them, and their numbers, in two statements. */
export function termStatements({ store }: Context, list: readonly FindableCustomer[]): Statement[] {
  const { tenantId } = store;
  const words = list.flatMap((customer) =>
    termsOf(customer).map((term) => ({ tenantId, term, customerId: customer.id, status: customer.status })),
  );
  const numbers = list.map(({ id, status }) => ({ tenantId, customerId: id, status }));
  const number = ({ field }: { field(key: string): ReturnType<typeof sql> }) =>
    store.db
      .select({ number: customers.number })
      .from(customers)
      .where(store.own(customers, eq(customers.id, field("customerId"))));
  const insert = (rows: ReturnType<typeof sql>) => store.db.insert(customerTerms).select(rows as never);
  return [
    insert(jsonRows(customerTerms, words)) as unknown as Statement,
    insert(
      jsonRows(customerTerms, numbers, { term: (source) => zeroPadded(sql`(${number(source)})`, 1) }),
    ).onConflictDoNothing() as unknown as Statement,
  ];
}
