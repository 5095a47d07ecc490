export { brandQuery, firstBrandQuery, requireBrand, unknownBrand, type Brand } from "./brands.ts";
export { findById, findBySlug, listResidences, type Residence } from "./directory.ts";
export { gate, tenantQuery, viewOf } from "./gate.ts";
export { tenancyRoutes } from "./routes.ts";
export { kinds, tenantSettings, type Kind, type TenantSettings } from "./settings.ts";
export { purgeTenant, deletionToTell } from "./deletion.ts";
export { isGone, requireOpen } from "./standing.ts";
