import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import type { Tone } from "#lib/components/ui/Badge.svelte";
import { i18n, number } from "#lib/i18n.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import { queryClient } from "#lib/query-client.ts";

export type Task = Schemas["Task"];
export type TaskRun = Schemas["TaskRun"];
export type Schedule = Schemas["Schedule"];

/** What becomes of a run, in the reader's words. */
export const runStates: Record<TaskRun["state"], { label: () => string; tone: Tone }> = {
  waiting: { label: m.tasks_run_waiting, tone: "info" },
  running: { label: m.tasks_run_running, tone: "info" },
  done: { label: m.tasks_run_done, tone: "good" },
  failed: { label: m.tasks_run_failed, tone: "bad" },
};

/** A run under way is looked at again until it is over, also where no live event arrives; seldom, for requests are counted. */
export const settlesMs = 5_000;

export const taskQuery = (id: string) =>
  queryOptions({
    queryKey: ["tasks", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/tasks/{id}", { signal, params: { path: { id } } })),
    refetchInterval: ({ state }) => (state.data?.activeRun ? settlesMs : false),
  });

/** After a deed here: the board, and what the log tells of it. */
export function refreshTasks(): void {
  for (const key of ["tasks", "activity-logs"]) void queryClient.invalidateQueries({ queryKey: [key] });
}

/** The days of the week by number: Monday is 1. */
export const weekdayName = (weekday: number): string =>
  new Intl.DateTimeFormat(i18n.locale, { weekday: "long", timeZone: "UTC" }).format(Date.UTC(2024, 0, weekday));

/** A schedule as one says it: "Setiap Senin pukul 07:00 WIB". */
export function scheduleWords(schedule: Schedule): string {
  const zone = i18n.zoneName;
  switch (schedule.every) {
    case "hour":
      return m.tasks_every_hour({ minute: String(schedule.minute).padStart(2, "0") });
    case "day":
      return m.tasks_every_day({ at: schedule.at, zone });
    case "week":
      return m.tasks_every_week({ weekday: weekdayName(schedule.weekday), at: schedule.at, zone });
    case "month":
      return schedule.day > 28
        ? m.tasks_every_month_end({ day: String(schedule.day), at: schedule.at, zone })
        : m.tasks_every_month({ day: String(schedule.day), at: schedule.at, zone });
  }
}

/** How long a run took: "850 md", "12 dtk", "3 mnt". */
export function duration(milliseconds: number): string {
  if (milliseconds < 1000) return m.tasks_milliseconds({ value: number(milliseconds) });
  if (milliseconds < 120_000) return m.tasks_seconds({ value: number(Math.round(milliseconds / 1000)) });
  return m.tasks_minutes({ value: number(Math.round(milliseconds / 60_000)) });
}
