import { asc, eq, gt, isNull } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { decodeCursor, pageFrom, type PageQuery } from "../../core/http/page.ts";
import type { Upload } from "../../core/http/upload.ts";
import { isoInstant } from "../../core/time.ts";
import type { Row } from "../../db/store.ts";
import { changed, created } from "../audit/index.ts";
import { fitted, linkTo, putFile, removeFile, requireType, type Owner } from "../files/index.ts";
import { commit } from "../outbox/index.ts";
import type { BrandInput, BrandPatch } from "./inputs.ts";
import { brands } from "./schema.ts";

export type Brand = Row<typeof brands>;

/** The query for a brand by id, or by code where `key` is no id. */
export const brandQuery = (ctx: Context, key: string) =>
  ctx.store.db
    .select()
    .from(brands)
    .where(ctx.store.own(brands, key.startsWith("brd_") ? eq(brands.id, key) : eq(brands.code, key.toUpperCase())));

/** The query for the tenant's first brand, which serves where none is named. */
export const firstBrandQuery = (ctx: Context) =>
  ctx.store.db
    .select()
    .from(brands)
    .where(ctx.store.own(brands, isNull(brands.archivedAt)))
    .orderBy(asc(brands.id))
    .limit(1);

/** @throws Refusal naming `field` when there is no such brand */
export async function requireBrand(ctx: Context, key: string | undefined, field: string): Promise<Brand> {
  const [[brand]] = await ctx.store.read(key === undefined ? firstBrandQuery(ctx) : brandQuery(ctx, key));
  if (!brand || brand.archivedAt !== null) throw unknownBrand(field);
  return brand;
}

export const unknownBrand = (field: string): Refusal => refuseField(field, "Merek tidak dikenal.", "Unknown brand.");

export async function listBrands(ctx: Context, { limit, cursor }: PageQuery) {
  const after = decodeCursor(cursor, 1);
  const [rows] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(brands)
      .where(ctx.store.own(brands, isNull(brands.archivedAt), after && gt(brands.id, String(after[0]))))
      .orderBy(asc(brands.id))
      .limit(limit + 1),
  );
  const page = pageFrom(
    rows,
    limit,
    (row) => row,
    (row) => [row.id],
  );
  return { ...page, data: await Promise.all(page.data.map((row) => showBrand(ctx, row))) };
}

export async function getBrand(ctx: Context, id: string) {
  return showBrand(ctx, await loadBrand(ctx, id));
}

async function loadBrand(ctx: Context, id: string): Promise<Brand> {
  const [[brand]] = await ctx.store.read(brandQuery(ctx, id));
  if (!brand || brand.archivedAt !== null) throw new Refusal("not_found");
  return brand;
}

/** @throws Refusal naming `code` when it is taken */
export async function createBrand(ctx: Context, input: BrandInput) {
  const row = { ...input, id: ctx.id("brd"), createdAt: ctx.now() };
  try {
    await commit(ctx, created(ctx, brands, row, { action: "brand.created" }));
  } catch (error) {
    if (violation(error)?.name !== "brands_code") throw error;
    throw refuseField("code", "Kode ini sudah dipakai.", "This code is taken.");
  }
  return getBrand(ctx, row.id);
}

export async function updateBrand(ctx: Context, id: string, patch: BrandPatch) {
  const before = await loadBrand(ctx, id);
  await commit(ctx, changed(ctx, brands, before, patch, { action: "brand.updated" }));
  return showBrand(ctx, { ...before, ...patch });
}

const showBrand = async (ctx: Context, row: Brand) => ({
  ...row,
  logo: row.logoFileId === null ? null : { fileId: row.logoFileId, ...(await linkTo(ctx, row.logoFileId)) },
  createdAt: isoInstant(row.createdAt),
});

/** Of a logo, in pixels: sharp at the size that letterheads have. */
const logoBox = { width: 480, height: 240 };

const ownerOf = (brandId: string): Owner => ({ entity: "brand", id: brandId });

/** Takes a picture as a brand's logo, whole and small; the one before goes. */
export async function setLogo(ctx: Context, id: string, { bytes }: Upload) {
  const found = requireType(bytes, ["image/jpeg", "image/png"]);
  const file = {
    bytes: await fitted(bytes, found, logoBox),
    type: "image/jpeg",
    purpose: "logo",
    owner: ownerOf(id),
    state: "claimed",
    name: "logo",
  } as const;
  const { row, statements, found: rows } = await putFile(ctx, file, brandQuery(ctx, id));
  const before = rows[0][0];
  if (!before || before.archivedAt !== null) throw new Refusal("not_found");
  await commit(ctx, [
    ...changed(ctx, brands, before, { logoFileId: row.id }, { action: "brand.logo_set" }),
    ...statements,
    ...(before.logoFileId ? removeFile(ctx, ownerOf(id), before.logoFileId) : []),
  ]);
  return showBrand(ctx, { ...before, logoFileId: row.id });
}

/** Takes a brand's logo away. */
export async function removeLogo(ctx: Context, id: string) {
  const before = await loadBrand(ctx, id);
  if (before.logoFileId !== null)
    await commit(ctx, [
      ...changed(ctx, brands, before, { logoFileId: null }, { action: "brand.logo_removed" }),
      ...removeFile(ctx, ownerOf(id), before.logoFileId),
    ]);
  return showBrand(ctx, { ...before, logoFileId: null });
}
