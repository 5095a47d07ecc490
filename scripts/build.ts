/** `npm run build`: the dashboard, ready to be served as the Worker's assets. */
import { buildWeb } from "./start/web.ts";

await buildWeb();
