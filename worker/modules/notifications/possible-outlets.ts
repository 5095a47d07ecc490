/** Where a kind of notification can show at all: who it is for decides which addresses there can be. */
import { outlets, type Outlet } from "./types.ts";
import type { Kind } from "./kind.ts";

/** Customers have an address and a phone; guests an address alone; Discord is the tenant's own room, for its staff. */
export function possibleOutlets({ audience }: Kind): readonly Outlet[] {
  if (audience === "guest") return ["email"];
  if (audience === "customer") return ["email", "whatsapp", "sms"];
  return audience === "user" ? outlets.filter((outlet) => outlet !== "discord") : outlets;
}
