/** The log as a file: JSON Lines with the chain, to be checked anywhere (`npm run audit:verify`), or CSV to be read. */
import type { SQL } from "drizzle-orm";
import type { Context } from "../../core/context.ts";
import { flattened, mapped, streamOf } from "../../core/streams.ts";
import { tableFile, type Cell } from "../../core/tables.ts";
import { dateIn, isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { chained, chainPage, sealBatch } from "./chain.ts";
import { noted } from "./entry.ts";
import type { AuditExportQuery } from "./inputs.ts";
import { auditFilters } from "./list.ts";
import type { auditEntries, auditLinks } from "./schema.ts";

interface Exported {
  entry: Row<typeof auditEntries>;
  link: Row<typeof auditLinks>;
}

const jsonLine = ({ entry, link: { position, hash, previousHash, at } }: Exported): string =>
  `${JSON.stringify({ entry: chained(entry), link: { position, hash, previousHash, at: isoInstant(at) } })}\n`;

const csvHeader =
  "at,action,entity,entityId,version,actorKind,actorId,actorName,before,after,requestId,id,position,hash";

const csvRow = ({ entry, link: { position, hash } }: Exported): Cell[] => {
  const { at, action, entity, entityId, version, actor, before, after, requestId, id } = entry;
  return [
    ...[isoInstant(at), action, entity.split("#")[0] ?? "", entityId, version, actor.kind, actor.id, actor.name],
    ...[before && JSON.stringify(before), after && JSON.stringify(after), requestId, id, position, hash],
  ];
};

const pageSize = 500;

/** The log's entries in the chain's order, page by page, once all of it is chained. */
async function* exportedPages(ctx: Context, filters: (SQL | undefined)[]): AsyncGenerator<Exported[]> {
  while ((await sealBatch(ctx)) > 0);
  for (let after = 0; ;) {
    const rows = await chainPage(ctx, after, pageSize, filters);
    yield rows;
    if (rows.length < pageSize) return;
    after = rows.at(-1)?.link.position ?? after;
  }
}

/** Streams the log. A filtered export has gaps in its positions. */
export function exportAudit(ctx: Context, { format, ...query }: AuditExportQuery): Response {
  const pages = exportedPages(ctx, auditFilters(ctx, query));
  const fileName = `activity-${ctx.tenant.slug}-${dateIn(ctx.tenant.timeZone, ctx.now())}`;
  if (format === "csv") {
    const columns = csvHeader.split(",").map((header) => ({ header, type: "text" as const }));
    return tableFile({ format, fileName, columns, rows: mapped(flattened(pages), csvRow), bom: false });
  }
  const encoder = new TextEncoder();
  const lines = mapped(pages, (rows) => encoder.encode(rows.map(jsonLine).join("")));
  return new Response(streamOf(lines), {
    headers: {
      "content-type": "application/x-ndjson",
      "content-disposition": `attachment; filename="${fileName}.jsonl"`,
      "cache-control": "no-store",
    },
  });
}

/** Writes down who took the log, and by which filters: it holds what persons were called and when. */
export async function noteExport(ctx: Context, query: AuditExportQuery): Promise<void> {
  await ctx.store.atomic([
    noted(ctx, {
      entity: "activity_log",
      entityId: ctx.tenant.id,
      action: "activity_log.exported",
      after: { ...query },
    }),
  ]);
}
