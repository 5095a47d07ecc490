export { tendExports } from "./exports.ts";
export { resumeStalledWork, runExport, runImport, sendExportNotice } from "./jobs.ts";
export { portabilityRoutes } from "./routes.ts";
