import { ApiError } from "#lib/api/problem.ts";
import { m } from "#lib/paraglide/messages.js";

/** What is typed for the second step of signing in: a code of the app, or a recovery code in its place. */
export type Factor = { totp: string; recoveryCode: string; useRecovery: boolean };

/** What is wrong with it before it is sent, and in which field. */
export function codeProblem({ totp, recoveryCode, useRecovery }: Factor) {
  if (useRecovery) {
    const letters = recoveryCode.replace(/[\s-]/g, "");
    return letters.length >= 16 ? undefined : { path: ["recoveryCode"], message: m.codes_recovery_invalid() };
  }
  return /^\d{6}$/.test(totp.replace(/\s/g, "")) ? undefined : { path: ["totp"], message: m.codes_totp_invalid() };
}

/** The part of a request that carries it. */
export const factorOf = ({ totp, recoveryCode, useRecovery }: Factor) =>
  useRecovery ? { recoveryCode: recoveryCode.trim() } : { totp };

/** A refusal of the code, told of the field it was typed in: the API calls either of them `totp`. */
export function onCodeField(error: unknown, { useRecovery }: Pick<Factor, "useRecovery">): unknown {
  if (!(error instanceof ApiError) || !useRecovery) return error;
  const errors = error.problem.errors?.map((one) => (one.field === "totp" ? { ...one, field: "recoveryCode" } : one));
  return new ApiError(error.status, { ...error.problem, ...(errors && { errors }) }, error.retryAfterSeconds);
}
