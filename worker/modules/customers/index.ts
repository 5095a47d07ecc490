export { addToTotals, behaviourParts, givenCustomers } from "./behaviour.ts";
export { changedCustomers, createdCustomers, type CustomerChange, type NewCustomer } from "./bulk.ts";
export {
  businessDate,
  customerFields,
  customerInput,
  customerPatch,
  customerQuery,
  type CustomerQuery,
} from "./inputs.ts";
export { customerFileRoutes } from "./file-routes.ts";
export { listCustomers, matchTerms } from "./list.ts";
export type { CustomerFilters } from "./found-by.ts";
export { listCustomersBySkip } from "./placed.ts";
export { walkCustomers } from "./walk.ts";
export { customerRoutes } from "./routes.ts";
export {
  createCustomer,
  customerById,
  customerIdOf,
  deleteCustomer,
  loadCustomer,
  openKtp,
  readRevealing,
  sealKtp,
  showCustomer,
  showInFull,
  shownCustomer,
  updateCustomer,
  type Customer,
  type CustomerInFull,
  type CustomerKey,
} from "./service.ts";
export { emailTerm, phoneTerm, prefixEnd } from "./terms.ts";
export { customerId } from "./inputs.ts";
