import type { AppContext } from "../../core/http/endpoint.ts";
import type { Device } from "./sessions.ts";

/** The device behind a request, as sessions remember it. */
export const deviceOf = (c: AppContext): Device => ({ userAgent: c.req.header("user-agent"), address: c.var.address });
