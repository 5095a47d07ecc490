export { announce } from "./announcements.ts";
export { removeOldDeliveries, removeOldNotifications } from "./clean-up.ts";
export { deliver } from "./deliver.ts";
export { dueDeliveries, sendToQueues } from "./queue.ts";
export { notifyOf, tell } from "./tell.ts";
