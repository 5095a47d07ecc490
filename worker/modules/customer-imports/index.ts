export { importCustomersAtOnce } from "./at-once.ts";
export { exportCustomers, exportCustomersBySkip } from "./export.ts";
export type { ImportField } from "./fields.ts";
export { getCustomerImport, importJob, startCustomerImport } from "./imports.ts";
export { customerExportQuery, customerImportStart } from "./inputs.ts";
export { tendCustomerImports } from "./jobs.ts";
export { importLimits, receiveCustomerImport } from "./receive.ts";
export { customerTransferRoutes } from "./routes.ts";
export { customerImportSteps } from "./work.ts";
