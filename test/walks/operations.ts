import { createApp } from "../../worker/app.ts";
import { systemRandom } from "../../worker/core/ids.ts";

/** An operation of the OpenAPI document. */
export interface Operation {
  id: string;
  method: string;
  path: string;
  permission: string;
  roles: readonly string[] | "anyone";
  limit: string;
}

/** Every operation of the API's own document. */
export function operations(): Operation[] {
  const document = createApp({ now: Date.now, random: systemRandom }).document();
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    Object.entries(item as Record<string, Record<string, unknown>>).map(([method, operation]) => ({
      id: String(operation["operationId"]),
      method: method.toUpperCase(),
      path,
      permission: String(operation["x-permission"]),
      roles: operation["x-roles"] as Operation["roles"],
      limit: String((operation["x-rate-limit"] as { name?: string } | undefined)?.name),
    })),
  );
}

/** An operation's path with its parameters filled in. */
export const fill = (path: string, ids: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_, name: string) => ids[name] ?? "");

/** An operation with the parameters in its path that are no ids; the others stay. */
export const fixed = (operation: Operation, given: Record<string, string> = {}): Operation => ({
  ...operation,
  path: operation.path.replace(/\{(\w+)\}/g, (whole, name: string) => given[name] ?? whole),
});
