/**
 * Rejects any statement that touches a tenant table without that tenant's predicate. On in tests and local development
 * (`GUARD=on`); it reads the SQL that drizzle made, so it holds for joins, subqueries and inserts alike.
 */
import { isTenantTable } from "./tables.ts";

/** Thrown by the guard; always a mistake in our code, never a caller's. */
export class UnscopedStatement extends Error {
  constructor(table: string, statement: string) {
    super(
      `"${table}" is a tenant's table, and this statement does not bind its tenant_id to the store's tenant. ` +
        `Compose it with store.own(...), store.insert(...), store.update(...) or store.remove(...): ${statement}`,
    );
    this.name = "UnscopedStatement";
  }
}

const mention = /(?<verb>from|join|into|update)\s+"(?<table>\w+)"(?:\s+(?:as\s+)?"(?<alias>\w+)")?/gi;

/**
 * Checks one statement.
 * @param statement SQL with `?` or `$n` placeholders
 * @param params the bound values, in order
 * @param tenantId the only tenant whose rows it may touch
 * @throws UnscopedStatement
 */
export function requireTenant(statement: string, params: unknown[], tenantId: string): void {
  const bound = (offset: number, placeholder: string) =>
    placeholder === "?"
      ? params[statement.slice(0, offset).split("?").length - 1]
      : params[Number(placeholder.slice(1)) - 1];

  for (const match of statement.matchAll(mention)) {
    const { verb, table, alias } = match.groups as { verb: string; table: string; alias?: string };
    if (!isTenantTable(table)) continue;
    if (verb.toLowerCase() === "into") {
      if (!params.includes(tenantId) && !params.some((param) => carriesOnly(param, tenantId)))
        throw new UnscopedStatement(table, statement);
      continue;
    }
    const name = alias ?? table;
    const predicate = new RegExp(`"${name}"\\."tenant_id"\\s*=\\s*(\\?|\\$\\d+|"\\w+"\\."tenant_id")`, "g");
    const scoped = [...statement.matchAll(predicate)].some((found) => {
      const right = found[1] as string;
      return right.startsWith('"') || bound(found.index + found[0].length - right.length, right) === tenantId;
    });
    if (!scoped) throw new UnscopedStatement(table, statement);
  }
}

/** Whether a JSON parameter of a bulk insert holds rows of this tenant alone. */
function carriesOnly(param: unknown, tenantId: string): boolean {
  if (typeof param !== "string" || !param.startsWith("[")) return false;
  const rows = JSON.parse(param) as { tenantId?: string }[];
  return rows.length > 0 && rows.every((row) => row.tenantId === tenantId);
}
