/** Where a kind can go at all, whatever a tenant or a member chooses. */
import { customerChannels } from "../../../core/channels.ts";
import type { Kind } from "../kind.ts";
import { outlets, type Outlet } from "../types.ts";

/** The tenant's own rooms: who reads them is nobody in particular. */
const roomOutlets: readonly Outlet[] = ["discord"];

const ofAudience = (audience: Kind["audience"]): readonly Outlet[] => {
  if (audience === "guest") return ["email"];
  if (audience === "customer") return customerChannels;
  return outlets.filter((outlet) => !roomOutlets.includes(outlet));
};

/** A feed would keep the link that is good for one use, so that such kinds are only sent. */
const hasSecret = ({ variables }: Kind): boolean => Object.values(variables).some(({ secret }) => secret);

/** The outlets that one person can get the kind on. */
export const personalOutlets = (kind: Kind): Outlet[] =>
  ofAudience(kind.audience).filter((outlet) => outlet !== "inApp" || !hasSecret(kind));

/** The outlets that a tenant's rule can name: those of persons, and for the staff's kinds its own rooms. */
export const ruledOutlets = (kind: Kind): Outlet[] => [
  ...personalOutlets(kind),
  ...(typeof kind.audience === "string" ? [] : roomOutlets),
];
