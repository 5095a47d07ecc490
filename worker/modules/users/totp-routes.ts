import { endpoint, type App } from "../../core/http/endpoint.ts";
import {
  factorInput,
  passwordInput,
  recoveryCodesAnswer,
  totpAnswer,
  totpCodeInput,
  totpSetupAnswer,
} from "./sign-in-inputs.ts";
import { confirmTotp, getTotp, renewRecoveryCodes, setUpTotp, switchOffTotp } from "./totp.ts";

export function totpRoutes(app: App): void {
  const totp = { path: "/auth/me/totp", tag: "Signing in", always: true } as const;
  const write = { ...totp, method: "post", access: "profile:write", limit: "authentication" } as const;
  endpoint(
    app,
    {
      ...totp,
      method: "get",
      id: "getTotp",
      summary: "Whether a code is asked for at sign-in",
      access: "profile:read",
      limit: "general",
      status: 200,
      response: totpAnswer,
    },
    (ctx) => getTotp(ctx),
  );
  endpoint(
    app,
    {
      ...write,
      id: "setUpTotp",
      summary: "Make a secret for an authenticator app, shown once and asked for from its confirmation on",
      body: passwordInput,
      status: 201,
      response: totpSetupAnswer,
    },
    (ctx, { body }) => setUpTotp(ctx, body),
  );
  endpoint(
    app,
    {
      ...write,
      path: "/auth/me/totp/confirmation",
      id: "confirmTotp",
      summary: "Switch the second step on by a first code; answers recovery codes, shown once",
      body: totpCodeInput,
      status: 200,
      response: recoveryCodesAnswer,
    },
    (ctx, { body }) => confirmTotp(ctx, body),
  );
  endpoint(
    app,
    {
      ...write,
      path: "/auth/me/totp/removal",
      id: "switchOffTotp",
      summary: "Switch the second step off, by password and code",
      body: factorInput,
      status: 204,
    },
    (ctx, { body }) => switchOffTotp(ctx, body),
  );
  endpoint(
    app,
    {
      ...write,
      path: "/auth/me/totp/recovery-codes",
      id: "renewRecoveryCodes",
      summary: "Make ten new recovery codes, shown once; the old ones are void",
      body: factorInput,
      status: 201,
      response: recoveryCodesAnswer,
    },
    (ctx, { body }) => renewRecoveryCodes(ctx, body),
  );
}
