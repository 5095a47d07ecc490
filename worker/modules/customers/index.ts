export { addToTotals, among, behaviourParts } from "./behaviour.ts";
export { businessDate } from "./inputs.ts";
export { customerFileRoutes } from "./file-routes.ts";
export { matchTerms } from "./list.ts";
export { customerRoutes } from "./routes.ts";
export { customerById, loadCustomer, type Customer } from "./service.ts";
export { prefixEnd } from "./terms.ts";
export { customerId } from "./inputs.ts";
