/** The log as a file: JSON Lines with the chain, to be checked anywhere (`npm run audit:verify`), or CSV to be read. */
import type { Context } from "../../core/context.ts";
import { dateIn, isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { chained, chainPage, sealBatch } from "./chain.ts";
import { noted } from "./entry.ts";
import type { AuditExportQuery } from "./inputs.ts";
import { auditFilters } from "./list.ts";
import type { auditEntries, auditLinks } from "./schema.ts";

type Entry = Row<typeof auditEntries>;
type Link = Row<typeof auditLinks>;

interface Format {
  type: string;
  head: string;
  line(entry: Entry, link: Link): string;
}

const formats: Record<AuditExportQuery["format"], Format> = {
  jsonl: {
    type: "application/x-ndjson",
    head: "",
    line: (entry, { position, hash, previousHash, at }) =>
      `${JSON.stringify({ entry: chained(entry), link: { position, hash, previousHash, at: isoInstant(at) } })}\n`,
  },
  csv: {
    type: "text/csv; charset=utf-8",
    head: csvLine(
      "at,action,entity,entityId,version,actorKind,actorId,actorName,before,after,requestId,id,position,hash".split(
        ",",
      ),
    ),
    line: ({ at, action, entity, entityId, version, actor, before, after, requestId, id }, { position, hash }) =>
      csvLine([
        isoInstant(at),
        action,
        entity.split("#")[0],
        entityId,
        version,
        actor.kind,
        actor.id,
        actor.name,
        before && JSON.stringify(before),
        after && JSON.stringify(after),
        requestId,
        id,
        position,
        hash,
      ]),
  },
};

/** A line of RFC 4180. What a spreadsheet would take for a formula begins with an apostrophe (OWASP, CSV Injection). */
export function csvLine(cells: readonly (string | number | null | undefined)[]): string {
  const shown = cells.map((cell) => {
    const text = String(cell ?? "");
    const safe = typeof cell === "string" && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  });
  return `${shown.join(",")}\r\n`;
}

const pageSize = 500;

/** Streams the log page by page, once all of it is chained. A filtered export has gaps in its positions. */
export function exportAudit(ctx: Context, { format, ...query }: AuditExportQuery): Response {
  const { type, head, line } = formats[format];
  const filters = auditFilters(ctx, query);
  const encoder = new TextEncoder();
  let after: number | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        let text = "";
        if (after === undefined) {
          while ((await sealBatch(ctx)) > 0);
          text = head;
        }
        const rows = await chainPage(ctx, after ?? 0, pageSize, filters);
        for (const { entry, link } of rows) text += line(entry, link);
        after = rows.at(-1)?.link.position ?? after ?? 0;
        if (text) controller.enqueue(encoder.encode(text));
        if (rows.length < pageSize) controller.close();
      },
    },
    // Nothing is read before somebody takes it.
    { highWaterMark: 0 },
  );
  const name = `activity-${ctx.tenant.slug}-${dateIn(ctx.tenant.timeZone, ctx.now())}.${format}`;
  return new Response(body, {
    headers: {
      "content-type": type,
      "content-disposition": `attachment; filename="${name}"`,
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
