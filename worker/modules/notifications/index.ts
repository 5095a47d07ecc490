export { announce } from "./announcements.ts";
export { carriers } from "./couriers.ts";
export { deliver } from "./deliver.ts";
export { applyProviderEvents } from "./provider-events.ts";
export { listFeed, markRead, markReadUpTo } from "./feed.ts";
export { dueDeliveries, sendToQueues } from "./queue.ts";
export { notificationRoutes } from "./routes.ts";
export { linkTelegram } from "./telegram-link.ts";
export { notifyOf, tell } from "./tell.ts";
