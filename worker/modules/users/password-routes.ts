import { endpoint, fieldOf, type App } from "../../core/http/endpoint.ts";
import { claimedSlug } from "../../core/tokens.ts";
import { askPasswordReset, changePassword, resetPassword } from "./password-change.ts";
import { forgottenPasswordInput, passwordChangeInput, passwordResetInput } from "./sign-in-inputs.ts";

export function passwordRoutes(app: App): void {
  const auth = { method: "post", tag: "Signing in", always: true, limit: "authentication" } as const;
  endpoint(
    app,
    {
      ...auth,
      path: "/auth/forgotten-password",
      id: "askPasswordReset",
      summary: "Have a link sent that sets a new password; answers the same whoever's address it is",
      access: "public",
      body: forgottenPasswordInput,
      status: 202,
    },
    (ctx, { body }) => askPasswordReset(ctx, body),
  );
  endpoint(
    app,
    {
      ...auth,
      path: "/auth/password-reset",
      id: "resetPassword",
      summary: "Set a new password by the link that was sent, and end every session",
      access: "public",
      body: passwordResetInput,
      tenantOf: (raw) => claimedSlug(fieldOf("token")(raw)),
      status: 204,
    },
    (ctx, { body }) => resetPassword(ctx, body),
  );
  endpoint(
    app,
    {
      ...auth,
      path: "/auth/me/password",
      id: "changePassword",
      summary: "Change your own password, and end your other sessions",
      access: "profile:write",
      body: passwordChangeInput,
      status: 204,
    },
    (ctx, { body }) => changePassword(ctx, body),
  );
}
