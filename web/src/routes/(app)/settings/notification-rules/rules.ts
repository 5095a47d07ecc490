import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";

export type Kind = Schemas["NotificationKind"];

export const kindsQuery = () =>
  queryOptions({
    queryKey: ["notification-kinds"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/notification-kinds", { signal })),
  });
