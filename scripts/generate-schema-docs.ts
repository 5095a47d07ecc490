/**
 * Writes `docs/database.md` from the declared tables: `npm run generate`. The file is committed, and a test fails while it
 * is stale (`--check`). Types are those of D1; Postgres has its own for each (decision 0003).
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";
import { getTableName, SQL, type Table } from "drizzle-orm";
import { getTableConfig, SQLiteSyncDialect, type AnySQLiteColumn, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { format, resolveConfig } from "prettier";
import { tables } from "../worker/db/tables.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const schemaDocsFile = `${root}docs/database.md`;

const engine = new SQLiteSyncDialect();
type Config = ReturnType<typeof getTableConfig>;

/** Declares every table, and tells which part of the tree each belongs to. */
async function tablesByOwner(): Promise<Map<string, SQLiteTable[]>> {
  const files = globSync(["worker/db/{counters,idempotency,sequences}.ts", "worker/modules/*/schema.ts"], {
    cwd: root,
  }).sort();
  const owners = new Map<string, SQLiteTable[]>();
  for (const file of files) {
    const declared: Record<string, unknown> = await import(pathToFileURL(root + file).href);
    const owner = /modules\/([^/]+)/.exec(file)?.[1] ?? "db";
    const own = tables().filter((table) => Object.values(declared).includes(table)) as Table[] as SQLiteTable[];
    owners.set(owner, [...(owners.get(owner) ?? []), ...own]);
  }
  return owners;
}

/** SQL as it stands in the schema, with values in place and columns without their table. */
function textOf(condition: SQL): string {
  const { sql, params } = engine.sqlToQuery(condition);
  const filled = params.reduce<string>((text, value) => text.replace("?", JSON.stringify(value)), sql);
  return filled.replaceAll(/"\w+"\."(\w+)"/g, "$1").replaceAll('"', "'");
}

const namesOf = (columns: readonly unknown[]): string =>
  columns.map((column) => (column instanceof SQL ? textOf(column) : (column as AnySQLiteColumn).name)).join(", ");

function columnRow(column: AnySQLiteColumn): string {
  const values = column.enumValues?.length ? column.enumValues.map((value) => `\`${value}\``).join(" ") : "";
  const fallback = column.default === undefined ? "" : `default ${JSON.stringify(column.default)}`;
  const type =
    column.columnType === "SQLiteBoolean"
      ? "flag"
      : column.columnType === "SQLiteTextJson"
        ? "json"
        : column.getSQLType();
  return `| \`${column.name}\` | ${type} | ${column.notNull ? "" : "yes"} | ${[values, fallback].filter(Boolean).join(", ")} |`;
}

/** Keys, foreign keys and checks of a table, one a line. */
function rulesOf({ primaryKeys, indexes, foreignKeys, checks }: Config): string[] {
  return [
    ...primaryKeys.map((key) => `primary key \`${key.getName()}\` (${namesOf(key.columns)})`),
    ...indexes.map(({ config: { name, columns, unique, where } }) => {
      const only = where ? ` where ${textOf(where)}` : "";
      return `${unique ? "unique" : "index"} \`${name}\` (${namesOf(columns)})${only}`;
    }),
    ...foreignKeys.map((key) => {
      const { columns, foreignColumns, foreignTable } = key.reference();
      return `foreign key \`${key.getName()}\` (${namesOf(columns)}) → \`${getTableName(foreignTable)}\` (${namesOf(foreignColumns)})`;
    }),
    ...checks.map(({ name, value }) => `check \`${name}\`: ${textOf(value)}`),
  ];
}

function tableSection(table: SQLiteTable): string {
  const config = getTableConfig(table);
  return [
    `### \`${config.name}\``,
    "",
    "| column | type | null | values |",
    "| --- | --- | --- | --- |",
    ...config.columns.map(columnRow),
    "",
    ...rulesOf(config).map((rule) => `- ${rule}`),
  ].join("\n");
}

/** The tables of one module and what they refer to, for mermaid. */
function diagram(own: SQLiteTable[]): string {
  const configs = own.map(getTableConfig);
  const entities = configs.map(({ name, columns, primaryKeys, foreignKeys }) => {
    const inKey = new Set(primaryKeys.flatMap((key) => key.columns.map((column) => column.name)));
    const refers = new Set(foreignKeys.flatMap((key) => key.reference().columns.map((column) => column.name)));
    const lines = columns.map((column) => {
      const keys = [inKey.has(column.name) && "PK", refers.has(column.name) && "FK"].filter(Boolean).join(", ");
      return `    ${column.getSQLType()} ${column.name} ${keys}`.trimEnd();
    });
    return [`  ${name} {`, ...lines, "  }"].join("\n");
  });
  const relations = configs.flatMap(({ name, foreignKeys }) =>
    foreignKeys.map((key) => {
      const { columns, foreignTable } = key.reference();
      const by = columns.at(-1) as AnySQLiteColumn;
      return `  ${getTableName(foreignTable)} ${by.notNull ? "||" : "|o"}--o{ ${name} : "${by.name}"`;
    }),
  );
  return ["```mermaid", "erDiagram", ...entities, ...relations, "```"].join("\n");
}

const introduction = `# Database

Made by \`npm run generate\` from the \`schema.ts\` of each module; change those, never this page.

Every table but \`tenant_directory\` belongs to tenants: its key begins with \`tenant_id\`, and so does every index but
\`outbox_due\` ([decision 0004](decisions/0004-outbox-sweep.md)). Foreign keys carry the tenant too, so that none can point
at another tenant's row; none cascades. Types are those of D1: integers named \`…_at\` are epoch milliseconds, amounts are
rupiah, \`flag\` is 0 or 1, dates are text \`YYYY-MM-DD\`, months \`YYYY-MM\`. Postgres has \`bigint\` for moments and amounts,
\`boolean\`, \`jsonb\`, and text that sorts by bytes.
`;

/** The whole page. The same schema gives the same text. */
async function schemaDocs(): Promise<string> {
  const sections = [...(await tablesByOwner())].map(([owner, own]) =>
    [
      `## ${owner === "db" ? "Of the store itself" : owner}`,
      own.length > 0 ? diagram(own) : "",
      ...own.map(tableSection),
    ].join("\n\n"),
  );
  const options = await resolveConfig(schemaDocsFile);
  return format([introduction, ...sections].join("\n\n"), { ...options, parser: "markdown" });
}

if (import.meta.main) {
  const docs = await schemaDocs();
  if (!process.argv.includes("--check")) writeFileSync(schemaDocsFile, docs);
  else if (readFileSync(schemaDocsFile, "utf8") !== docs) {
    console.error("docs/database.md is stale. Run `npm run generate` and commit it.");
    process.exit(1);
  }
}
