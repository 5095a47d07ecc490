/** What files are for, whose they are, and what becomes of them. Pure. */
import type { Permission } from "../../core/access.ts";

export const purposes = ["identity", "attachment", "avatar", "logo"] as const;
/** `identity` and `attachment` are sent by people and then claimed; an `avatar` and a brand's `logo` are made by Tepi of what was sent. */
export type FilePurpose = (typeof purposes)[number];

export const ownerEntities = ["user", "customer", "brand"] as const;
export type OwnerEntity = (typeof ownerEntities)[number];

/** What a file belongs to. Its files go when it goes. */
export interface Owner {
  entity: OwnerEntity;
  id: string;
}

export const fileStates = ["unclaimed", "claimed", "removed"] as const;
/** `removed` is on its way out: shown no more, while an event takes the object and then the row. */
export type FileState = (typeof fileStates)[number];

/** Who, besides the user it belongs to, may read a file. Undefined: everybody of the tenant. */
export function readPermission(purpose: FilePurpose, owner: OwnerEntity): Permission | undefined {
  if (purpose === "avatar" || purpose === "logo") return undefined;
  return owner === "customer" ? "customers:read" : "users:verify";
}
