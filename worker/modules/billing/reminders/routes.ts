import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { scheduleAnswer, scheduleInput, schedulesAnswer } from "./inputs.ts";
import { listSchedules, putSchedule } from "./schedules.ts";

export function reminderRoutes(app: App): void {
  const all = { path: "/billing/reminders", tag: "Reminders", limit: "general", status: 200 } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listReminderSchedules",
      summary: "When customers are reminded: the company's schedule, and those of brands",
      access: "billing-policy:read",
      response: schedulesAnswer,
    },
    (ctx) => listSchedules(ctx),
  );
  endpoint(
    app,
    {
      ...all,
      method: "put",
      id: "putReminderSchedule",
      summary: "Replace the schedule of the company or of a brand",
      access: "billing-policy:write",
      body: scheduleInput,
      response: scheduleAnswer,
    },
    (ctx, { body }) => putSchedule(ctx, body),
  );
}
