export { keyStart, presentedKey, type PresentedKey } from "./presented.ts";
export { keyActor, keyIdQuery, keyQuery, noteUse, requireAllowedAddress, type KeyPrincipal } from "./principal.ts";
export { apiKeyRoutes } from "./routes.ts";
