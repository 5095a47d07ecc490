/** Writes the dashboard's client types from the API's own document. */
import { writeFileSync } from "node:fs";
import openapiTypescript, { astToString } from "openapi-typescript";
import { createApp } from "../worker/app.ts";

const app = createApp({ now: Date.now, random: (length) => new Uint8Array(length) });
const ast = await openapiTypescript(app.document() as never, { alphabetize: false });
writeFileSync(
  "web/src/lib/api/schema.d.ts",
  `// Generated from the API's document by \`npm run generate\`. Not committed.\n${astToString(ast)}`,
);
