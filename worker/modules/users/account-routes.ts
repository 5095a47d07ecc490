import { endpoint, fieldOf, type App } from "../../core/http/endpoint.ts";
import { claimedSlug } from "../../core/tokens.ts";
import { deviceOf } from "./device.ts";
import { meAnswer, profilePatch, tokensAnswer } from "./inputs.ts";
import { askEmailConfirmation, confirmEmail, getMe, updateMe } from "./service.ts";
import { refreshSession, signOut } from "./sessions.ts";
import { login } from "./sign-in.ts";
import { confirmEmailInput, loginInput, logoutInput, refreshInput } from "./sign-in-inputs.ts";

export function accountRoutes(app: App): void {
  const auth = { method: "post", tag: "Signing in", always: true } as const;
  endpoint(
    app,
    {
      ...auth,
      path: "/auth/login",
      id: "login",
      summary: "Sign in by username or email; totp_required asks for a code beside the password",
      access: "public",
      limit: "authentication",
      body: loginInput,
      status: 200,
      response: tokensAnswer,
    },
    (ctx, { body }, c) => login(ctx, body, deviceOf(c)),
  );
  endpoint(
    app,
    {
      ...auth,
      path: "/auth/refresh",
      id: "refresh",
      summary:
        "Trade a refresh token for new tokens; each is good for one trade, repeated within 30 seconds it gives the same",
      access: "public",
      limit: "general",
      body: refreshInput,
      tenantOf: (raw) => claimedSlug(fieldOf("refresh_token")(raw)),
      status: 200,
      response: tokensAnswer,
    },
    (ctx, { body }, c) => refreshSession(ctx, body.refresh_token, deviceOf(c)),
  );
  endpoint(
    app,
    {
      ...auth,
      path: "/auth/logout",
      id: "logout",
      summary: "End this session at once",
      access: "profile:read",
      limit: "general",
      body: logoutInput,
      status: 204,
    },
    (ctx, { body }) => signOut(ctx, body.refresh_token),
  );
  endpoint(
    app,
    {
      ...auth,
      path: "/auth/confirm-email",
      id: "confirmEmail",
      summary: "Confirm an email address by the link that was sent to it",
      access: "public",
      limit: "authentication",
      body: confirmEmailInput,
      tenantOf: (raw) => claimedSlug(fieldOf("token")(raw)),
      status: 204,
    },
    (ctx, { body }) => confirmEmail(ctx, body.token),
  );
  endpoint(
    app,
    {
      ...auth,
      path: "/auth/me/email-confirmation",
      id: "askEmailConfirmation",
      summary: "Send the confirmation mail again",
      access: "profile:write",
      limit: "authentication",
      status: 202,
    },
    (ctx) => askEmailConfirmation(ctx),
  );
  const me = {
    path: "/auth/me",
    tag: "Signing in",
    always: true,
    limit: "general",
    status: 200,
    response: meAnswer,
  } as const;
  endpoint(
    app,
    {
      ...me,
      method: "get",
      id: "getMe",
      summary: "Who is signed in, where, with which permissions",
      access: "profile:read",
    },
    (ctx) => getMe(ctx),
  );
  endpoint(
    app,
    {
      ...me,
      method: "patch",
      id: "updateMe",
      summary: "Change your own profile",
      access: "profile:write",
      body: profilePatch,
    },
    (ctx, { body }) => updateMe(ctx, body),
  );
}
