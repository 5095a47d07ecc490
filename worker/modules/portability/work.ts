/** The names under which `worker/jobs.ts` knows the work on exports and imports. */
export const exportJob = "portability.export";
export const importJob = "portability.import";
