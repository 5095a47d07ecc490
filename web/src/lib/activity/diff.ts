import { toldColumns, type ActivityLog } from "./describe.ts";
import { activityFields, showField, type Names } from "./fields.ts";

/** A column that differs: in words where they are known, else as it is stored. */
export type Difference = { field: string; known: boolean; before: string | null; after: string | null };

/** What tells nothing of a change: where the row is kept, when it was made, and how often it was written. */
const housekeeping = new Set(["tenantId", "id", "version", "createdAt"]);

/** Every column in which a row differs from before; of a row that was made, all that it was made with. Known ones first. */
export function diffOf({ entity, before, after }: ActivityLog, names: Names = () => undefined): Difference[] {
  const [was, is] = [toldColumns(entity, before ?? {}), toldColumns(entity, after ?? {})];
  const keys = [...new Set([...Object.keys(is), ...Object.keys(was)])].filter((key) => !housekeeping.has(key));
  const differences = keys.flatMap((key): Difference[] => {
    if (JSON.stringify(was[key] ?? null) === JSON.stringify(is[key] ?? null)) return [];
    const field = activityFields[key];
    const show = (value: unknown) => (field && showField(field, value, names)) ?? plain(value);
    return [{ field: field?.label() ?? key, known: !!field, before: show(was[key]), after: show(is[key]) }];
  });
  return differences.sort((a, b) => Number(b.known) - Number(a.known));
}

const plain = (value: unknown): string | null => {
  if (value === null || value === undefined || value === "") return null;
  return typeof value === "string" ? value : JSON.stringify(value);
};
