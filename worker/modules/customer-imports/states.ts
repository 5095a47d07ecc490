/** The states of an import of customers. Pure. */

/** `receiving`: its file is coming in. `ready`: looked into, waiting to be started. `failed`: its file is gone. */
export const customerImportStates = ["receiving", "ready", "running", "done", "cancelled", "failed"] as const;
export type CustomerImportState = (typeof customerImportStates)[number];
