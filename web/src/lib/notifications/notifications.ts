import { queryOptions } from "@tanstack/svelte-query";
import { goto } from "$app/navigation";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { queryClient } from "#lib/query-client.ts";

export type Notification = Schemas["Notification"];

/** As many as the bell's panel shows. */
const latestCount = 8;
/** More are not counted. */
const mostCounted = 99;

/** The newest, with how many are unread: the bell and its panel. */
export const latestQuery = () =>
  queryOptions({
    queryKey: ["notifications", "latest"],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/api/v1/notifications", { signal, params: { query: { limit: latestCount } } })),
  });

/** "7", "99+"; empty for none. */
export const unreadLabel = (count: number | undefined): string =>
  !count ? "" : count > mostCounted ? `${mostCounted}+` : String(count);

const readAgain = () => void queryClient.invalidateQueries({ queryKey: ["notifications"] });

/** Marks one as read. A failure is no matter for whoever is on the way to what it is about. */
export async function markRead({ id, readAt }: Pick<Notification, "id" | "readAt">): Promise<void> {
  if (readAt !== null) return;
  await api.POST("/api/v1/notifications/{id}/read", { params: { path: { id } } }).catch(() => undefined);
  readAgain();
}

/** Marks this and all before it as read: what came meanwhile was not seen. */
export async function markAllRead(newest: Pick<Notification, "id">): Promise<void> {
  await api.POST("/api/v1/notifications/read", { body: { upTo: newest.id } });
  readAgain();
}

/** A page of this app, and no other address that looks like one. */
export const isOwnPage = (link: string): boolean => /^\/(?![/\\])/.test(link);

/** Goes where a notification leads. */
export function follow(link: string): void {
  if (isOwnPage(link)) void goto(link);
  else window.open(link, "_blank", "noopener");
}
