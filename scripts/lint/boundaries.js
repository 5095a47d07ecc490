/** Import boundaries of the design (ARCHITECTURE.md, "Where a new thing goes"), as a rule that says what to do instead. */
import { posix } from "node:path";

/** A module imports from groups to its left, and from its own group where no circle comes of it. */
export const moduleGroups = [
  ["tenancy", "users", "api-keys", "audit", "outbox", "files", "connections"],
  ["customers", "inventory", "ledger"],
  ["billing", "network", "field", "ppob", "pawn"],
  ["notifications", "webhooks", "chat", "live"],
  ["reports", "portability", "customer-imports"],
  ["tasks"],
];

const groupOf = (name) => moduleGroups.findIndex((group) => group.includes(name));

/** The part of the tree a path belongs to: `{ part: "module", name: "billing", file: "index.ts" }`. */
function place(path) {
  const [, area, name, ...rest] = path.split("/");
  if (path.startsWith("durable-objects/")) return { part: "object" };
  if (!path.startsWith("worker/")) return { part: "other" };
  if (area === "modules") return { part: "module", name, file: rest.join("/") };
  if (area === "providers") return { part: "provider", name };
  if (area === "core" || area === "db") return { part: area };
  if (area === "compat") return { part: "profile" };
  return { part: "edge" };
}

/** Why `from` may not import `to`, or undefined. */
export function objection(from, to, { typeOnly = false } = {}) {
  const [here, there] = [place(from), place(to)];
  const isTest = from.endsWith(".test.ts") || from.includes("/testing");
  if (isTest || here.part === "other" || here.part === "edge") return undefined;
  if (here.part === "core" || here.part === "db") {
    if (["module", "provider", "edge"].includes(there.part) && !typeOnly)
      return `${here.part}/ knows no module. Pass what it needs as a parameter, or move this code into the module.`;
    return undefined;
  }
  if (here.part === "provider" && there.part === "module")
    return "A provider speaks one outside system and knows no business rule. Let the module call the provider and map its answer.";
  if (here.part === "profile" && there.part === "provider")
    return "A profile holds names and shapes. What speaks to an outside system is a module's service.";
  if (here.part === "profile" && there.part === "module" && there.file !== "index.ts")
    return "A profile holds names and shapes: it calls a module's services through its index.ts.";
  if (here.part === "object" && there.part === "module" && !there.file.endsWith("index.ts"))
    return "A Durable Object is an edge: it calls a module's services through its index.ts.";
  if (here.part !== "module" || there.part !== "module" || here.name === there.name) return undefined;
  if (groupOf(here.name) === -1)
    return `Add "${here.name}" to moduleGroups in scripts/lint/boundaries.js: where does it stand?`;
  if (groupOf(there.name) > groupOf(here.name))
    return `"${there.name}" stands to the right of "${here.name}". What must flow that way travels as an outbox event: write event(ctx, …) here, and handle it in worker/jobs.ts.`;
  if (there.file !== "index.ts" && there.file !== "schema.ts")
    return `The door of "${there.name}" is its index.ts (and schema.ts, for joins and foreign keys). Export what you need there.`;
  return undefined;
}

export default {
  meta: { type: "problem", schema: [] },
  create(context) {
    const root = context.cwd.replaceAll("\\", "/");
    const from = posix.relative(root, context.filename.replaceAll("\\", "/"));
    const check = (node) => {
      const source = node.source?.value;
      if (typeof source !== "string" || !source.startsWith(".")) return;
      const to = posix.join(posix.dirname(from), source);
      const message = objection(from, to, { typeOnly: node.importKind === "type" });
      if (message) context.report({ node, message });
    };
    return { ImportDeclaration: check, ExportNamedDeclaration: check, ExportAllDeclaration: check };
  },
};
