import type { App } from "../../core/http/endpoint.ts";
import { accountRoutes } from "./account-routes.ts";
import { invitationRoutes } from "./invitation-routes.ts";
import { memberRoutes } from "./member-routes.ts";
import { passwordRoutes } from "./password-routes.ts";
import { roleRoutes } from "./role-routes.ts";
import { sessionRoutes } from "./session-routes.ts";
import { totpRoutes } from "./totp-routes.ts";

export function userRoutes(app: App): void {
  accountRoutes(app);
  passwordRoutes(app);
  totpRoutes(app);
  sessionRoutes(app);
  memberRoutes(app);
  roleRoutes(app);
  invitationRoutes(app);
}
