import type { Schemas } from "#lib/api/client.ts";
import type { TimelineEntry } from "#lib/components/ui/Timeline.svelte";
import { m } from "#lib/paraglide/messages.js";
import { activityFields, showField, type Names } from "./fields.ts";
import { activityVerbs } from "./verbs.ts";

export type ActivityLog = Schemas["ActivityLog"];

/** A row of the audit trail in the reader's language. A first row tells no fields: all of them would be new. */
export function describeActivity(log: ActivityLog, names: Names = () => undefined): TimelineEntry {
  const verb = activityVerbs[log.action];
  return {
    id: log.id,
    actor: actorName(log.actor),
    verb: verb?.text() ?? log.action,
    at: log.at,
    ...(verb?.icon && { icon: verb.icon }),
    ...(log.before && { changes: changesOf(log, names) }),
  };
}

/** Who did it: a person by name, and what has no name by what it is. */
export function actorName({ kind, name }: ActivityLog["actor"]): string {
  if (kind === "system") return m.activity_actor_system();
  if (kind === "public" && name === "public") return m.activity_actor_public();
  return kind === "webhook" ? name.charAt(0).toUpperCase() + name.slice(1) : name;
}

function changesOf({ entity, before, after }: ActivityLog, names: Names) {
  const [was, is] = [toldColumns(entity, before ?? {}), toldColumns(entity, after ?? {})];
  return [...new Set([...Object.keys(is), ...Object.keys(was)])].flatMap((key) => {
    const field = activityFields[key];
    if (!field || JSON.stringify(was[key] ?? null) === JSON.stringify(is[key] ?? null)) return [];
    return [
      { field: field.label(), before: showField(field, was[key], names), after: showField(field, is[key], names) },
    ];
  });
}

/** Settings are told one by one; of what has parts of its own, its words. No verb tells that a connection was switched. */
export function toldColumns(entity: string, row: Record<string, unknown>): Record<string, unknown> {
  const { settings, ...told } = row;
  const words = (key: string, part: string) =>
    key in told && { [key]: (told[key] as Record<string, unknown> | null)?.[part] };
  return {
    ...told,
    ...(settings as object | undefined),
    ...words("lastTest", "detail"),
    ...words("maintenance", "message"),
    ...(entity === "connection" && "state" in told && { connectionState: told["state"] }),
  };
}
