export { changedCustomers, createdCustomers, type CustomerChange, type NewCustomer } from "./bulk.ts";
export { businessDate, customerInput, customerPatch, customerQuery, type CustomerQuery } from "./inputs.ts";
export { customerFileRoutes } from "./file-routes.ts";
export { listCustomers, matchTerms } from "./list.ts";
export { customerRoutes } from "./routes.ts";
export { customerById, loadCustomer, sealKtp, showCustomer, type Customer } from "./service.ts";
export { emailTerm, phoneTerm, prefixEnd } from "./terms.ts";
export { customerId } from "./inputs.ts";
