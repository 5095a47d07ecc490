export { announce } from "./announcements.ts";
export { deliver } from "./deliver.ts";
export { dueDeliveries, sendToQueues } from "./queue.ts";
export { resendStep } from "./resend.ts";
export { notificationRoutes } from "./routes.ts";
export { notifyOf, tell } from "./tell.ts";
