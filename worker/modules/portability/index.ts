export { tendExports } from "./exports.ts";
export { exportSteps, importSteps } from "./jobs.ts";
export { portabilityRoutes } from "./routes.ts";
