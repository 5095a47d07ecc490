import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import type { Outlet } from "#lib/notifications/words.ts";

export type Preferences = Schemas["NotificationPreferences"];
export type Choices = Record<string, Outlet[]>;

export const preferencesQuery = () =>
  queryOptions({
    queryKey: ["notification-preferences"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/notification-preferences", { signal })),
  });

export const telegramQuery = () =>
  queryOptions({
    queryKey: ["telegram-link"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/telegram-link", { signal })),
  });

export const devicesQuery = () =>
  queryOptions({
    queryKey: ["push-devices"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/push-devices", { signal })),
  });

const isSame = (one: readonly Outlet[], other: readonly Outlet[]): boolean =>
  one.length === other.length && one.every((outlet) => other.includes(outlet));

/** What differs from usual: what is left out follows the company's rule, also when that changes. */
export const chosenOf = ({ kinds }: Pick<Preferences, "kinds">, choices: Choices): Choices =>
  Object.fromEntries(
    kinds
      .filter(({ kind, critical, usual }) => !critical && !isSame(choices[kind] ?? usual, usual))
      .map(({ kind, usual }) => [kind, choices[kind] ?? usual]),
  );

const hourMs = 3_600_000;
/** Until when everything is muted, by the name of the choice; `kept` stays as it is. */
export function mutedUntil(choice: string, kept: string | null, nowMs: number = Date.now()): string | null {
  const hours: Record<string, number> = { hour: 1, hours: 8, day: 24, week: 168 };
  if (choice === "kept") return kept;
  return hours[choice] ? new Date(nowMs + hours[choice] * hourMs).toISOString() : null;
}
