/** "Activity Logs Endpoints". */
import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../core/http/endpoint.ts";
import { listFrom, listOf, skipQuery } from "../../core/http/placed.ts";
import { numberInPath } from "../../core/http/profile.ts";
import { listAuditBySkip, moment } from "../../modules/audit/index.ts";
import { artacom } from "./profile.ts";

const logQuery = skipQuery.extend({
  user_id: numberInPath.optional(),
  action: z.string().max(60).optional().openapi({ example: "invoice.issued" }),
  start_date: moment.optional().openapi({ description: "Date, or moment." }),
  end_date: moment.optional().openapi({ description: "Date, which is included, or moment." }),
});

const values = z.record(z.string(), z.unknown()).nullable();
/** The source does not show its fields. */
const activityLog = z
  .object({
    id: z.string(),
    user_id: z.int().nullable().openapi({ description: "Null where no user did it." }),
    user_name: z.string(),
    action: z.string(),
    entity: z.string().openapi({ description: "Kind of thing that was changed.", example: "invoice" }),
    details: z.object({ before: values, after: values }),
    timestamp: z.iso.datetime(),
  })
  .openapi("ActivityLog");
type Entry = Awaited<ReturnType<typeof listAuditBySkip>>["data"][number];

const showEntry = ({
  id,
  userNumber,
  actor,
  action,
  entity,
  before,
  after,
  at,
}: Entry): z.input<typeof activityLog> => ({
  id,
  user_id: userNumber,
  user_name: actor.name,
  action,
  entity,
  details: { before, after },
  timestamp: at,
});

export function activityLogRoutes(app: App): void {
  endpoint(
    app,
    {
      profile: artacom,
      method: "get",
      path: "/api/activity-logs/",
      id: "artacomListActivityLogs",
      tag: "Activity Logs",
      summary: "Get Activity Logs, newest first",
      access: "activity:read",
      limit: "general",
      query: logQuery,
      status: 200,
      response: listOf(activityLog),
    },
    async (ctx, { query }) => {
      const { skip, limit, user_id: userNumber, action, start_date: from, end_date: until } = query;
      return listFrom(await listAuditBySkip(ctx, { skip, limit, userNumber, action, from, until }), query, showEntry);
    },
  );
}
