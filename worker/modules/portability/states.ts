/** The states of exports and imports. Pure. */

/** `expired`: the export is still listed, its content is gone. */
export const exportStates = ["running", "done", "failed", "expired"] as const;
export type ExportState = (typeof exportStates)[number];

/** `receiving`: its parts are being sent. `failed`: the tenant is half filled, and the import may be started again. */
export const importStates = ["receiving", "running", "done", "failed"] as const;
export type ImportState = (typeof importStates)[number];
