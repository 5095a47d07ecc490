export { announce } from "./announcements.ts";
export { removeOldDeliveries, removeOldNotifications } from "./clean-up.ts";
export { carriers } from "./couriers.ts";
export { deliver } from "./deliver.ts";
export { applyProviderEvents } from "./provider-events.ts";
export { dueDeliveries, sendToQueues } from "./queue.ts";
export { notifyOf, tell } from "./tell.ts";
