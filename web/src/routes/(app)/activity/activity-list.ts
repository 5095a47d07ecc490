import { actorName, describeActivity, type ActivityLog } from "#lib/activity/describe.ts";
import type { Names } from "#lib/activity/fields.ts";
import { noteOf, thingHref, thingName } from "#lib/activity/things.ts";
import type { TimelineEntry } from "#lib/components/ui/Timeline.svelte";
import { businessDay } from "#lib/i18n.svelte.ts";
import type { Viewer } from "#lib/shell/nav.ts";

/** Rows as entries that lead to their things. */
export function entryOf(log: ActivityLog, viewer: Pick<Viewer, "can">, names: Names): TimelineEntry {
  const entry = describeActivity(log, names);
  const href = thingHref(log, viewer);
  const note = noteOf(log);
  const name = thingName(log);
  return { ...entry, ...(name && { verb: `${entry.verb} ${name}` }), ...(href && { href }), ...(note && { note }) };
}

/** Rows by the business day they happened on; both newest first. */
export function byDay(logs: readonly ActivityLog[]): { day: string; logs: ActivityLog[] }[] {
  const days: { day: string; logs: ActivityLog[] }[] = [];
  for (const log of logs) {
    const day = businessDay(Date.parse(log.at));
    const last = days.at(-1);
    if (last?.day === day) last.logs.push(log);
    else days.push({ day, logs: [log] });
  }
  return days;
}

/** Those who did something in these rows, by id, with the name they are known by. */
export const actorsOf = (logs: readonly ActivityLog[]): [id: string, name: string][] =>
  logs.filter(({ actor }) => actor.kind !== "public").map(({ actor }) => [actor.id, actorName(actor)]);
