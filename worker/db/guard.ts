/**
 * Rejects any statement that touches a tenant table without that tenant's predicate. On in tests and local development
 * (`GUARD=on`); it reads the SQL that drizzle made, so it holds for joins, subqueries and inserts alike.
 */
import { cellAt, groupsFrom, isRequired } from "./statement.ts";
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

const placeholder = String.raw`\?|\$\d+`;
const mention = /(?:from|join|update)\s+"(?<table>\w+)"(?:\s+(?:as\s+)?"(?<alias>\w+)")?/gi;
const predicate = new RegExp(`"(\\w+)"\\."tenant_id"\\s*=\\s*(?:(${placeholder})|"(\\w+)"\\."tenant_id")`, "g");
const assignment = new RegExp(String.raw`(?<!\.)"tenant_id"\s*=\s*(\S+?)(?=[\s,)]|$)`, "g");
const insertion = /insert into "(?<table>\w+)" \((?<columns>[^)]*)\)\s*(?<form>values|select)\s/i;
/** How `jsonRows` spells a JSON row's tenant, and where it takes the rows from. */
const rowTenant = /^\((?:source\.value ->> '\$\.tenantId'|source\."tenantId")\)$/;
const rowSource = new RegExp(String.raw`\b(?:json_each|jsonb_to_recordset)\((${placeholder})`, "i");

/** One statement under inspection. */
interface Inspected {
  statement: string;
  params: unknown[];
  tenantId: string;
}

/**
 * Checks one statement.
 * @param statement SQL with `?` or `$n` placeholders
 * @param params the bound values, in order
 * @param tenantId the only tenant whose rows it may touch
 * @throws UnscopedStatement
 */
export function requireTenant(statement: string, params: unknown[], tenantId: string): void {
  const inspected = { statement, params, tenantId };
  requireOwnRows(inspected);
  requireOwnTenantKept(inspected);
  requireOwnInserted(inspected);
}

/** The value bound to the placeholder at `offset`. */
function boundAt({ statement, params }: Inspected, offset: number, text: string): unknown {
  return text === "?" ? params[statement.slice(0, offset).split("?").length - 1] : params[Number(text.slice(1)) - 1];
}

/** Each time a tenant's table is named to be read or changed, a predicate binds it, or joins it to one that is bound. */
function requireOwnRows(inspected: Inspected): void {
  const { statement, tenantId } = inspected;
  const bound = new Map<string, number>();
  const bind = (name: string) => bound.set(name, (bound.get(name) ?? 0) + 1);
  let joins: [string, string][] = [];
  for (const found of statement.matchAll(predicate)) {
    const [text, name, value, other] = found as unknown as [string, string, string?, string?];
    if (!isRequired(statement, found.index)) continue;
    if (other) joins.push([name, other]);
    else if (value && boundAt(inspected, found.index + text.length - value.length, value) === tenantId) bind(name);
  }
  for (let before = -1; before !== joins.length;) {
    before = joins.length;
    joins = joins.filter(([left, right]) => {
      if (bound.has(left) === bound.has(right)) return true;
      bind(bound.has(left) ? right : left);
      return false;
    });
  }
  for (const { groups } of statement.matchAll(mention)) {
    const { table, alias } = groups as { table: string; alias?: string };
    if (!isTenantTable(table)) continue;
    const name = alias ?? table;
    const left = bound.get(name) ?? 0;
    if (left === 0) throw new UnscopedStatement(table, statement);
    bound.set(name, left - 1);
  }
}

/** An update that sets the tenant would move a row to it. */
function requireOwnTenantKept(inspected: Inspected): void {
  const { statement, tenantId } = inspected;
  for (const found of statement.matchAll(assignment)) {
    const value = found[1] as string;
    if (boundAt(inspected, found.index + found[0].length - value.length, value) !== tenantId)
      throw new UnscopedStatement(/update\s+"(\w+)"/i.exec(statement)?.[1] ?? "", statement);
  }
}

/** Every row that is inserted carries the tenant: in each list of values, in what is selected, or in each JSON row. */
function requireOwnInserted(inspected: Inspected): void {
  const { statement, tenantId } = inspected;
  const found = insertion.exec(statement);
  const { table, columns, form } = (found?.groups ?? {}) as { table?: string; columns: string; form: string };
  if (!found || !table) {
    const other = /insert into "(\w+)"/i.exec(statement)?.[1];
    if (other && isTenantTable(other)) throw new UnscopedStatement(other, statement);
    return;
  }
  if (!isTenantTable(table)) return;
  const position = columns.split(",").findIndex((column) => column.trim() === '"tenant_id"');
  const start = found.index + found[0].length;
  const rows = form.toLowerCase() === "select" ? [{ start, end: statement.length }] : groupsFrom(statement, start);
  const owned = rows.every((row) => {
    const { text, offset } = cellAt(statement, row, position);
    if (/^(\?|\$\d+)$/.test(text)) return boundAt(inspected, offset, text) === tenantId;
    if (form.toLowerCase() !== "select") return false;
    // Of a table's own column the predicates were checked; of JSON rows each is looked at.
    return /^("\w+"\.)?"tenant_id"$/.test(text) || (rowTenant.test(text) && selectsOwnJsonRows(inspected));
  });
  if (position < 0 || rows.length === 0 || !owned) throw new UnscopedStatement(table, statement);
}

function selectsOwnJsonRows(inspected: Inspected): boolean {
  const source = rowSource.exec(inspected.statement);
  const text = source?.[1];
  if (!source || !text) return false;
  const rows = boundAt(inspected, source.index + source[0].length - text.length, text);
  return (
    typeof rows === "string" &&
    (JSON.parse(rows) as { tenantId?: string }[]).every((row) => row.tenantId === inspected.tenantId)
  );
}
