export { announce, createAnnouncement } from "./announcements.ts";
export { deliver } from "./deliver.ts";
export { dueDeliveries, sendToQueues } from "./queue.ts";
export { notifyOf, tell } from "./tell.ts";
