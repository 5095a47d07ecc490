/** What is asked beside the password: a code of the authenticator app (RFC 6238), or a recovery code in its place. */
import { eq } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import type { Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { sha256 } from "../../core/crypto.ts";
import { Refusal } from "../../core/errors.ts";
import type { Row } from "../../db/store.ts";
import { changed } from "../audit/index.ts";
import { recoveryCodes, totpSecrets } from "./schema.ts";

export type TotpRow = Row<typeof totpSecrets>;
type RecoveryRow = Row<typeof recoveryCodes>;

const periodSeconds = 30;
/** Steps before and after the present one that are taken too, for clocks that differ (RFC 6238, section 5.2). */
const skewSteps = 1;
const purpose = (userId: string) => `totp:${userId}`;

/** The generator of a secret, as authenticator apps expect it by default: SHA-1, six digits, thirty seconds. */
export const generatorOf = (secret: string, issuer: string, label: string): TOTP =>
  new TOTP({ issuer, label, secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: periodSeconds });

export const sealSecret = (ctx: Context, userId: string, secret: string) => ctx.vault.seal(purpose(userId), secret);

/**
 * The time step that a code belongs to.
 * @throws Refusal `wrong_code` for a wrong code, and for one whose step or a later one was used already
 */
export async function stepOf(ctx: Context, row: TotpRow, code: string): Promise<number> {
  if (row.secretSealed === null) throw new Refusal("wrong_code");
  const secret = await ctx.vault.open(purpose(row.id), row.secretSealed);
  const timestamp = ctx.now();
  const delta = generatorOf(secret, "", "").validate({ token: code, timestamp, window: skewSteps });
  const step = Math.floor(timestamp / 1000 / periodSeconds) + (delta ?? 0);
  if (delta === null || step <= row.lastStep) throw new Refusal("wrong_code");
  return step;
}

/** As typed by people: capitals, spaces and hyphens don't matter, nor do the letters that look like digits. */
export const normaliseRecoveryCode = (typed: string): string =>
  typed.toLowerCase().replace(/[\s-]/g, "").replaceAll("o", "0").replace(/[il]/g, "1");

export const recoveryHash = (ctx: Context, code: string): Promise<string> =>
  sha256(`${ctx.tenant.id}:${normaliseRecoveryCode(code)}`);

export interface Factors {
  totp?: string | undefined;
  recoveryCode?: string | undefined;
}

/** The query for a recovery code by its hash; it names nobody, so that it can be asked before the user is known. */
export const recoveryQuery = ({ store }: Context, codeHash: string) =>
  store.db
    .select()
    .from(recoveryCodes)
    .where(store.own(recoveryCodes, eq(recoveryCodes.codeHash, codeHash)));

/**
 * The statements that use up what was given; whatever was used in the meantime refuses their batch (`isUsedFactor`).
 * @throws Refusal `totp_required` or `wrong_code`
 */
export async function useFactor(
  ctx: Context,
  row: TotpRow,
  recovery: RecoveryRow | undefined,
  { totp, recoveryCode }: Factors,
): Promise<Statement[]> {
  if (totp !== undefined) {
    const lastStep = await stepOf(ctx, row, totp);
    return changed(ctx, totpSecrets, row, { lastStep }, { action: "totp.used" });
  }
  if (recoveryCode === undefined) throw new Refusal("totp_required");
  if (recovery?.userId !== row.id || recovery.usedAt !== null) throw new Refusal("wrong_code");
  return changed(ctx, recoveryCodes, recovery, { usedAt: ctx.now() }, { action: "recovery_code.used" });
}
