export { fileAnswer } from "./inputs.ts";
export { sweepOrphan, takeRemovedFiles } from "./jobs.ts";
export { linkTo, type Link } from "./links.ts";
export { fileRoutes } from "./routes.ts";
export {
  claimFile,
  fileById,
  filesOf,
  putFile,
  readFile,
  removeFile,
  removeFilesOf,
  requireType,
  showFile,
  type StoredFile,
} from "./service.ts";
export type { Owner } from "./states.ts";
export { fitted, thumbnail } from "./thumbnail.ts";
