import type { App } from "../../core/http/endpoint.ts";
import { liveRoutes } from "./live.ts";

export { artacom } from "./profile.ts";

export function artacomRoutes(app: App): void {
  liveRoutes(app);
}
