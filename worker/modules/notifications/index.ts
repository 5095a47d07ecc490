export { removeOldDeliveries, removeOldNotifications } from "./clean-up.ts";
export { outlets, type Outlet } from "./types.ts";
