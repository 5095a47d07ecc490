/** Signed links: the only way to a file's content. Each is good for ten minutes, one tenant and one file. */
import type { Context } from "../../core/context.ts";
import { isoInstant } from "../../core/time.ts";
import { signToken, tokenLifetimeSeconds, verifyToken } from "../../core/tokens.ts";

export interface Link {
  url: string;
  urlExpiresAt: string;
}

/** A link to a file that the caller was found to be allowed to read. */
export async function linkTo(ctx: Context, fileId: string): Promise<Link> {
  const { id: tid, slug, shard } = ctx.tenant;
  const claims = { tid, slug, shard, sub: ctx.actor.id, jti: fileId };
  const token = await signToken(ctx.settings.TOKEN_SECRET, "file", claims, ctx.now());
  const expiresAt = (Math.floor(ctx.now() / 1000) + tokenLifetimeSeconds.file) * 1000;
  return {
    url: `${ctx.settings.APP_URL}/api/v1/files/${fileId}/content?token=${token}`,
    urlExpiresAt: isoInstant(expiresAt),
  };
}

/** Whether a token opens this file of this tenant now. */
export async function opens(ctx: Context, token: string, fileId: string): Promise<boolean> {
  const claims = await verifyToken(ctx.settings.TOKEN_SECRET, "file", token, ctx.now());
  return claims?.tid === ctx.tenant.id && claims.jti === fileId;
}
