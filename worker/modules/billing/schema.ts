/** All tables of billing; each stands in the room of what it holds. */
export * from "./plans/schema.ts";
export * from "./subscriptions/schema.ts";
export * from "./invoices/schema.ts";
export * from "./payments/schema.ts";
export * from "./credits/schema.ts";
export * from "./runs/schema.ts";
export * from "./totals/schema.ts";
