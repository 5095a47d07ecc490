import { z } from "@hono/zod-openapi";
import { channels } from "../../core/channels.ts";

/** Where a message can go: its source's channels, ours besides, and the list of notifications itself. */
export const channel = z.enum([...channels, "in_app"]);
type Channel = z.output<typeof channel>;
type Outlet = Exclude<Channel, "in_app"> | "inApp";

export const outletOf = (given: Channel): Outlet => (given === "in_app" ? "inApp" : given);
export const channelOf = (outlet: Outlet): Channel => (outlet === "inApp" ? "in_app" : outlet);
