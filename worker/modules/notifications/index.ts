export { announce, createAnnouncement } from "./announcements.ts";
export { deliver } from "./deliver.ts";
export { listFeed, listFeedBySkip, markRead, markReadUpTo, type FeedEntry } from "./feed.ts";
export { changePreferences } from "./preferences.ts";
export { dueDeliveries, sendToQueues } from "./queue.ts";
export { notificationRoutes } from "./routes.ts";
export { linkTelegram } from "./telegram-link.ts";
export { notifyOf, tell } from "./tell.ts";
