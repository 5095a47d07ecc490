/** How the room's events are written for the clients of a profile. */
import type { LiveEvent } from "../core/objects.ts";
import { artacomMessage } from "./artacom/messages.ts";

/** By the name that a reader carries. What comes out undefined is not sent. */
export const liveFormats: Record<string, (event: LiveEvent) => object | undefined> = { artacom: artacomMessage };
