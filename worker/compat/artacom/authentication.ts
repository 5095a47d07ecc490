/** "Authentication Endpoints". */
import { z } from "@hono/zod-openapi";
import { endpoint, fieldOf, type App } from "../../core/http/endpoint.ts";
import { claimedSlug } from "../../core/tokens.ts";
import {
  deviceOf,
  login,
  loginInput,
  logoutInput,
  refreshInput,
  refreshSession,
  signOut,
  tokensAnswer,
} from "../../modules/users/index.ts";
import { artacom } from "./profile.ts";

const { identifier: username, ...rest } = loginInput.shape;
const credentials = z.object({ username, ...rest }).openapi("Credentials");

const common = { profile: artacom, tag: "Authentication", method: "post", status: 200 } as const;

export function authenticationRoutes(app: App): void {
  endpoint(
    app,
    {
      ...common,
      path: "/api/users/token",
      id: "artacomLogin",
      summary: "Login, by email or username; as a form, or as JSON",
      access: "public",
      limit: "authentication",
      body: credentials,
      form: true,
      response: tokensAnswer,
    },
    (ctx, { body: { username: identifier, ...body } }, c) => login(ctx, { ...body, identifier }, deviceOf(c)),
  );
  endpoint(
    app,
    {
      ...common,
      path: "/api/users/refresh",
      id: "artacomRefresh",
      summary: "Refresh Token; each is good for one trade",
      access: "public",
      limit: "general",
      body: refreshInput,
      tenantOf: (raw) => claimedSlug(fieldOf("refresh_token")(raw)),
      response: tokensAnswer,
    },
    (ctx, { body }, c) => refreshSession(ctx, body.refresh_token, deviceOf(c)),
  );
  endpoint(
    app,
    {
      ...common,
      path: "/api/users/logout",
      id: "artacomLogout",
      summary: "Logout; ends the session of the access token and that of the refresh token at once",
      access: "profile:read",
      limit: "general",
      body: logoutInput,
      response: z.object({ message: z.string() }),
    },
    async (ctx, { body }) => {
      await signOut(ctx, body.refresh_token);
      return { message: "Logout berhasil" };
    },
  );
}
