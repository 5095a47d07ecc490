/** A user's own authenticator app and recovery codes. */
import { and, count, eq, getTableColumns, isNull } from "drizzle-orm";
import { Secret } from "otpauth";
import type { Statement } from "#dialect";
import type { Context } from "../../core/context.ts";
import { refuseField, Refusal } from "../../core/errors.ts";
import { systemRandom } from "../../core/ids.ts";
import { insertRows } from "../../db/bulk.ts";
import { changed, created, noted } from "../audit/index.ts";
import { commit, event } from "../outbox/index.ts";
import { countAttempt, forgetAttempts, ownPair, requirePassword } from "./attempts.ts";
import { signedIn } from "./grants.ts";
import type { FactorInput } from "./sign-in-inputs.ts";
import { requireManageable } from "./members.ts";
import { recoveryCodes, totpSecrets, users } from "./schema.ts";
import {
  generatorOf,
  recoveryHash,
  recoveryQuery,
  sealSecret,
  stepOf,
  useFactor,
  type TotpRow,
} from "./second-factor.ts";
import { endingSessions } from "./sessions.ts";

const recoveryCodeCount = 10;

/** The signed-in user with what is set up, in one read. */
async function load(ctx: Context, recoveryCode = "") {
  const { store } = ctx;
  const { id } = signedIn(ctx);
  const codeHash = await recoveryHash(ctx, recoveryCode);
  const [[found], [recovery]] = await store.read(
    store.db
      .select({ user: getTableColumns(users), totp: getTableColumns(totpSecrets) })
      .from(users)
      .leftJoin(totpSecrets, store.own(totpSecrets, eq(totpSecrets.id, users.id)))
      .where(store.own(users, eq(users.id, id))),
    recoveryQuery(ctx, codeHash),
  );
  if (!found) throw new Refusal("not_found");
  return { ...found, recovery };
}

/** Whether a code is asked for at sign-in, and how many recovery codes are left. */
export async function getTotp(ctx: Context) {
  const { store } = ctx;
  const { id } = signedIn(ctx);
  const [[totp], [codes]] = await store.read(
    store.db
      .select({ confirmedAt: totpSecrets.confirmedAt })
      .from(totpSecrets)
      .where(store.own(totpSecrets, eq(totpSecrets.id, id))),
    store.db
      .select({ left: count() })
      .from(recoveryCodes)
      .where(store.own(recoveryCodes, and(eq(recoveryCodes.userId, id), isNull(recoveryCodes.usedAt)))),
  );
  return { enabled: Boolean(totp?.confirmedAt), recoveryCodesLeft: codes?.left ?? 0 };
}

/** Makes a secret for the app. It is shown this once, and asked for only when a code has confirmed it. */
export async function setUpTotp(ctx: Context, { password }: { password: string }) {
  const { user, totp } = await load(ctx);
  if (totp?.confirmedAt) throw new Refusal("wrong_state");
  await requirePassword(ctx, user, password, "password");
  const secret = new Secret({ buffer: new Uint8Array(systemRandom(20)).buffer }).base32;
  const secretSealed = await sealSecret(ctx, user.id, secret);
  const action = { action: "totp.set_up" };
  await commit(
    ctx,
    totp
      ? changed(ctx, totpSecrets, totp, { secretSealed, lastStep: 0 }, action)
      : created(ctx, totpSecrets, { id: user.id, secretSealed, lastStep: 0, createdAt: ctx.now() }, action),
  );
  return { secret, uri: generatorOf(secret, `Tepi ${ctx.tenant.name}`, user.username).toString() };
}

/** Switches it on, by a code that shows that the app has the secret. Answers the recovery codes, this once. */
export async function confirmTotp(ctx: Context, { totp: code }: { totp: string }) {
  const { user, totp } = await load(ctx);
  if (!totp?.secretSealed || totp.confirmedAt) throw new Refusal("wrong_state");
  const lastStep = await tried(ctx, user.id, () => stepOf(ctx, totp, code));
  const codes = await newRecoveryCodes(ctx, user.id);
  await commit(ctx, [
    ...changed(ctx, totpSecrets, totp, { confirmedAt: ctx.now(), lastStep }, { action: "totp.switched_on" }),
    ...codes.statements,
    event(ctx, "user.security_changed", { userId: user.id, change: "totp_on" }),
  ]);
  return { recoveryCodes: codes.shown };
}

/** Switches it off, by password and code. */
export async function switchOffTotp(ctx: Context, input: FactorInput): Promise<void> {
  const { totp, used } = await proven(ctx, input);
  await commit(ctx, [...used, ...switchingOff(ctx, { ...totp, version: totp.version + versionsIn(input) })]);
}

/** Ten new recovery codes instead of those there are. */
export async function renewRecoveryCodes(ctx: Context, input: FactorInput) {
  const { user, used } = await proven(ctx, input);
  const codes = await newRecoveryCodes(ctx, user.id);
  await commit(ctx, [
    ...used,
    ...codes.statements,
    noted(ctx, { entity: "user", entityId: user.id, action: "user.recovery_codes_renewed" }),
  ]);
  return { recoveryCodes: codes.shown };
}

/** For a colleague who lost phone and codes: switches it off and ends every session. */
export async function resetTotpOf(ctx: Context, userId: string): Promise<void> {
  const { store } = ctx;
  const query = store.db
    .select()
    .from(totpSecrets)
    .where(store.own(totpSecrets, eq(totpSecrets.id, userId)));
  const [[totp]] = await requireManageable(ctx, userId, query);
  if (!totp?.confirmedAt) throw new Refusal("wrong_state");
  await commit(ctx, [...switchingOff(ctx, totp), ...endingSessions(ctx, userId)]);
}

const switchingOff = (ctx: Context, totp: TotpRow) => [
  ...changed(ctx, totpSecrets, totp, { secretSealed: null, confirmedAt: null }, { action: "totp.switched_off" }),
  ctx.store.remove(recoveryCodes, eq(recoveryCodes.userId, totp.id)),
  event(ctx, "user.security_changed", { userId: totp.id, change: "totp_off" }),
];

/** How many versions the secret's row rises by when the factor is used: a code of the app is written into it. */
const versionsIn = ({ totp }: FactorInput): number => (totp === undefined ? 0 : 1);

/** The signed-in user, once password and code have proved to be right, with the statements that use the code up. */
async function proven(ctx: Context, { password, ...factors }: FactorInput) {
  const { user, totp, recovery } = await load(ctx, factors.recoveryCode);
  if (!totp?.confirmedAt) throw new Refusal("wrong_state");
  await requirePassword(ctx, user, password, "password");
  const used = await tried(ctx, user.id, () => useFactor(ctx, totp, recovery, factors));
  return { user, totp, used };
}

/**
 * Counts a try of a code, apart from those of the password: who knows one has no more tries of the other for it.
 * @throws Refusal naming `totp` for a wrong code, since a 401 would tell a signed-in caller that the session has ended
 */
async function tried<T>(ctx: Context, userId: string, check: () => Promise<T>): Promise<T> {
  const pair = ownPair(ctx, `${userId}:code`);
  await countAttempt(ctx, pair);
  try {
    const checked = await check();
    forgetAttempts(ctx, pair);
    return checked;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== "wrong_code") throw error;
    throw refuseField("totp", "Kode ini salah atau sudah dipakai.", "This code is wrong or was used already.");
  }
}

/** New codes, and the statements that put them in the place of the old ones. */
async function newRecoveryCodes(ctx: Context, userId: string): Promise<{ shown: string[]; statements: Statement[] }> {
  const shown = Array.from({ length: recoveryCodeCount }, () => ctx.randomText(16).match(/.{4}/g)?.join("-") ?? "");
  const rows = await Promise.all(
    shown.map(async (code) => ({
      id: ctx.id("rcv"),
      userId,
      codeHash: await recoveryHash(ctx, code),
      version: 1,
      createdAt: ctx.now(),
    })),
  );
  return {
    shown,
    statements: [
      ctx.store.remove(recoveryCodes, eq(recoveryCodes.userId, userId)),
      insertRows(ctx.store, recoveryCodes, rows),
    ],
  };
}
