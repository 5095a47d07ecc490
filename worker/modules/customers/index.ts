export { addToTotals, among, behaviourParts } from "./behaviour.ts";
export { businessDate, customerFields } from "./inputs.ts";
export { customerFileRoutes } from "./file-routes.ts";
export { matchTerms } from "./list.ts";
export { listCustomersBySkip } from "./placed.ts";
export { customerRoutes } from "./routes.ts";
export {
  createCustomer,
  customerById,
  customerIdOf,
  deleteCustomer,
  loadCustomer,
  openKtp,
  readRevealing,
  showInFull,
  shownCustomer,
  updateCustomer,
  type Customer,
  type CustomerInFull,
  type CustomerKey,
} from "./service.ts";
export { prefixEnd } from "./terms.ts";
export { customerId } from "./inputs.ts";
