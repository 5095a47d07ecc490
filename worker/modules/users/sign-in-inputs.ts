import { z } from "@hono/zod-openapi";
import { newUserFields } from "./inputs.ts";

const tenant = z
  .string()
  .max(40)
  .optional()
  .openapi({ description: "Slug, where neither address nor header names one." });
const anyPassword = z.string().min(1).max(128);
/** Six digits; apps show them with a space in the middle. */
const totp = z
  .string()
  .max(20)
  .transform((typed) => typed.replace(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/))
  .openapi({ type: "string", description: "Code of the authenticator app." });
const recoveryCode = z.string().min(16).max(40).openapi({ description: "In place of `totp`; each is good once." });
const factors = { totp: totp.optional(), recoveryCode: recoveryCode.optional() };

export const loginInput = z
  .object({
    identifier: z.string().trim().min(1).max(200).openapi({ description: "Username or email." }),
    password: anyPassword,
    ...factors,
    tenant,
  })
  .openapi("Login");
export type LoginInput = z.output<typeof loginInput>;

export const refreshInput = z.object({ refresh_token: z.string().min(1).max(2000) }).openapi("Refresh");
export const logoutInput = z.object({ refresh_token: z.string().max(2000).optional() }).openapi("Logout");
export const confirmEmailInput = z.object({ token: z.string().min(1).max(2000) }).openapi("ConfirmEmail");

export const forgottenPasswordInput = z.object({ email: newUserFields.email, tenant }).openapi("ForgottenPassword");
export const passwordResetInput = z
  .object({ token: z.string().min(1).max(2000), password: newUserFields.password })
  .openapi("PasswordReset");
export const passwordChangeInput = z
  .object({ current: anyPassword, password: newUserFields.password })
  .openapi("PasswordChange");

export const passwordInput = z.object({ password: anyPassword }).openapi("PasswordAgain");
export const totpCodeInput = z.object({ totp }).openapi("TotpCode");
/** What switches the second factor off or renews its codes. */
export const factorInput = z.object({ password: anyPassword, ...factors }).openapi("PasswordAndCode");
export type FactorInput = z.output<typeof factorInput>;

export const totpAnswer = z.object({ enabled: z.boolean(), recoveryCodesLeft: z.int() }).openapi("Totp");
export const totpSetupAnswer = z
  .object({
    secret: z.string().openapi({ description: "Base32; shown this once." }),
    uri: z.string().openapi({ description: "`otpauth://totp/…`, to be shown as a QR code." }),
  })
  .openapi("TotpSetup");
export const recoveryCodesAnswer = z
  .object({ recoveryCodes: z.array(z.string()).openapi({ description: "Shown this once; each is good once." }) })
  .openapi("RecoveryCodes");
