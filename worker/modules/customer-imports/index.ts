export { exportCustomers } from "./export.ts";
export { getCustomerImport, importJob, startCustomerImport } from "./imports.ts";
export { customerExportQuery, customerImportStart } from "./inputs.ts";
export { tendCustomerImports } from "./jobs.ts";
export { importLimits, receiveCustomerImport } from "./receive.ts";
export { customerTransferRoutes } from "./routes.ts";
export { customerImportSteps } from "./work.ts";
