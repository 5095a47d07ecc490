/** The link by which an export is taken along: signed, for one export of one tenant, good for a day. */
import type { Context } from "../../core/context.ts";
import { signToken, verifyToken } from "../../core/tokens.ts";

export async function linkToExport(ctx: Context, exportId: string): Promise<string> {
  const { id: tid, slug, shard } = ctx.tenant;
  const claims = { tid, slug, shard, sub: ctx.actor.id, jti: exportId };
  const token = await signToken(ctx.settings.TOKEN_SECRET, "export", claims, ctx.now());
  return `${ctx.settings.APP_URL}/api/v1/exports/${exportId}/content?token=${token}`;
}

/** Whether a token opens this export of this tenant now. */
export async function opensExport(ctx: Context, token: string, exportId: string): Promise<boolean> {
  const claims = await verifyToken(ctx.settings.TOKEN_SECRET, "export", token, ctx.now());
  return claims?.tid === ctx.tenant.id && claims.jti === exportId;
}
