/** What an export holds, to whoever has its link: as one tar, or part by part. */
import { createTarPacker } from "modern-tar";
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { tenantQuery } from "../tenancy/index.ts";
import { archiveFormat, archiveVersion, type Manifest } from "./archive.ts";
import { exportById, partsOf, type Export } from "./exports.ts";
import { opensExport } from "./links.ts";
import type { exportParts } from "./schema.ts";

type Part = Row<typeof exportParts>;

const manifestName = "manifest.json";

/** @throws Refusal `invalid_token` for a link that is expired, forged or another's; `not_found` for an unknown part */
export async function serveExport(
  ctx: Context,
  id: string,
  query: { token: string; part?: string | undefined },
  request: Request,
) {
  if (!(await opensExport(ctx, query.token, id))) throw new Refusal("invalid_token");
  const [[row], parts, [tenant]] = await ctx.store.read(exportById(ctx, id), partsOf(ctx, id), tenantQuery(ctx.store));
  if (row?.state !== "done" || !tenant) throw new Refusal("invalid_token");
  const manifest = JSON.stringify(manifestOf(row, tenant, parts), null, 2);
  if (query.part === undefined) return tarOf(ctx, row, manifest, parts);
  if (query.part === manifestName)
    return new Response(manifest, { headers: headersOf("application/json", manifestName) });
  const part = parts.find(({ name }) => name === query.part);
  if (!part) throw new Refusal("not_found");
  return servePart(ctx, part, request);
}

function manifestOf(row: Export, tenant: Awaited<ReturnType<typeof tenantQuery>>[number], parts: Part[]): Manifest {
  const { slug, name, kinds, settings } = tenant;
  const timeZone = tenant.timeZone as Manifest["tenant"]["timeZone"];
  return {
    format: archiveFormat,
    version: archiveVersion,
    tenant: { slug, name, kinds, timeZone, settings },
    madeAt: isoInstant(row.createdAt),
    salt: row.salt,
    proof: row.proof,
    parts: parts.map((part) => ({ name: part.name, rows: part.rows, bytes: part.bytes, sha256: part.sha256 })),
  };
}

/** Streams the archive: one object is open at a time, and none is held in memory. */
function tarOf(ctx: Context, row: Export, manifest: string, parts: Part[]): Response {
  const { readable, controller } = createTarPacker();
  const mtime = new Date(row.createdAt);
  const write = async () => {
    const head = new TextEncoder().encode(manifest);
    const writer = controller.add({ name: manifestName, size: head.length, mtime }).getWriter();
    await writer.write(head);
    await writer.close();
    for (const { name, objectKey, bytes } of parts) {
      const object = await ctx.env.FILES.get(`${ctx.tenant.id}/${objectKey}`);
      // A file that was removed since leaves a gap that the reader sees: the archive ends early.
      if (!object) throw new Error(`${name} is gone`);
      await object.body.pipeTo(controller.add({ name, size: bytes, mtime }));
    }
    controller.finalize();
  };
  ctx.defer(write().catch((error: unknown) => controller.error(error)));
  const day = isoInstant(row.createdAt).slice(0, 10);
  return new Response(readable, { headers: headersOf("application/x-tar", `${ctx.tenant.slug}-${day}.tar`) });
}

async function servePart(ctx: Context, { name, objectKey }: Part, request: Request): Promise<Response> {
  const object = await ctx.env.FILES.get(`${ctx.tenant.id}/${objectKey}`, { range: request.headers });
  if (!object) throw new Refusal("not_found");
  const headers = headersOf("application/octet-stream", name.replaceAll("/", "-"));
  const range = object.range as { offset?: number; length?: number } | undefined;
  if (!request.headers.has("range") || range?.length === undefined) return new Response(object.body, { headers });
  const { offset = 0, length } = range;
  return new Response(object.body, {
    status: 206,
    headers: { ...headers, "Content-Range": `bytes ${offset}-${offset + length - 1}/${object.size}` },
  });
}

const headersOf = (type: string, fileName: string): Record<string, string> => ({
  "Content-Type": type,
  "Content-Disposition": `attachment; filename="${fileName}"`,
  "Cache-Control": "private, no-store",
  "Accept-Ranges": "bytes",
  "X-Content-Type-Options": "nosniff",
});
