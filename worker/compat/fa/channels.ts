import { z } from "@hono/zod-openapi";
import { channels } from "../../core/channels.ts";

/** Where a message can go: its source's channels, ours besides, and the list of notifications itself. */
export const channel = z.enum([...channels, "in_app"]);
type Channel = z.output<typeof channel>;
type OutletOf<C extends Channel> = Exclude<C, "in_app"> | "inApp";

export const outletOf = <C extends Channel>(given: C) => (given === "in_app" ? "inApp" : given) as OutletOf<C>;
export const channelOf = (outlet: OutletOf<Channel>): Channel => (outlet === "inApp" ? "in_app" : outlet);
