/** What a typical call is made of. */
import type { Premises } from "./premises.ts";

export interface TypicalCall {
  ids?: Record<string, string>;
  query?: string;
  body?: unknown;
  /** Default: the owner's; null: none. */
  token?: string | null;
  slug?: string;
  headers?: Record<string, string>;
  /** Where success is not 2xx. */
  status?: number;
  /** Undoes what would stand in the way of later calls. */
  after?: (body: { id: string }) => Promise<unknown>;
}

export type Prepare = (premises: Premises) => TypicalCall | Promise<TypicalCall>;

/** A call of its path alone. */
export const nothing: Prepare = () => ({});
/** A call of one thing, made for it. */
export const byId =
  (make: (premises: Premises) => Promise<string>, body?: unknown): Prepare =>
  async (premises) => ({ ids: { id: await make(premises) }, body });
