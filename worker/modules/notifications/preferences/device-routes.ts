import { endpoint, type App } from "../../../core/http/endpoint.ts";
import {
  deviceAnswer,
  deviceIdParam,
  deviceInput,
  devicesAnswer,
  telegramAnswer,
  telegramCodeAnswer,
} from "./device-inputs.ts";
import { listDevices, registerDevice, removeDevice } from "./devices.ts";
import { createTelegramCode, getTelegramLink, removeTelegramLink } from "./telegram-link.ts";

const own = { tag: "Notifications", access: "notifications:read", limit: "general" } as const;

export function deviceRoutes(app: App): void {
  endpoint(
    app,
    {
      ...own,
      method: "get",
      path: "/push-devices",
      id: "listPushDevices",
      summary: "Your devices that take push messages",
      status: 200,
      response: devicesAnswer,
    },
    (ctx) => listDevices(ctx),
  );
  endpoint(
    app,
    {
      ...own,
      method: "post",
      path: "/push-devices",
      id: "registerPushDevice",
      summary: "Register a device, or say that it is still in use",
      body: deviceInput,
      status: 201,
      response: deviceAnswer,
    },
    (ctx, { body }) => registerDevice(ctx, body),
  );
  endpoint(
    app,
    {
      ...own,
      method: "delete",
      path: "/push-devices/{id}",
      id: "removePushDevice",
      summary: "Send a device no more push messages",
      params: deviceIdParam,
      status: 204,
    },
    (ctx, { params }) => removeDevice(ctx, params.id),
  );
  telegramRoutes(app);
}

function telegramRoutes(app: App): void {
  endpoint(
    app,
    {
      ...own,
      method: "get",
      path: "/telegram-link",
      id: "getTelegramLink",
      summary: "Whether your Telegram is linked",
      status: 200,
      response: telegramAnswer,
    },
    (ctx) => getTelegramLink(ctx),
  );
  endpoint(
    app,
    {
      ...own,
      method: "post",
      path: "/telegram-link",
      id: "createTelegramLink",
      summary: "A link that ties the Telegram chat it is opened in to you: for one use, within fifteen minutes",
      status: 201,
      response: telegramCodeAnswer,
    },
    (ctx) => createTelegramCode(ctx),
  );
  endpoint(
    app,
    {
      ...own,
      method: "delete",
      path: "/telegram-link",
      id: "removeTelegramLink",
      summary: "Untie your Telegram",
      status: 204,
    },
    (ctx) => removeTelegramLink(ctx),
  );
}
