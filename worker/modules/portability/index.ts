export { tendExports } from "./exports.ts";
export { resumeStalledWork, runExport, runImport } from "./jobs.ts";
export { portabilityRoutes } from "./routes.ts";
