import type { HttpBindings } from "@hono/node-server";
import { type Hono } from "hono";

import type { CallbackSender } from "./callbacks.ts";
import type { Random } from "./ids.ts";

export interface AppEnv {
  Bindings: HttpBindings;
}

/** What the sandbox lends a double. */
export interface SandboxKit {
  /** Where Tepi listens, without a slash at the end. */
  tepiUrl: string;
  /** Epoch milliseconds. */
  now: () => number;
  random: Random;
  callbacks: CallbackSender;
}

/** A double of one outside system, mounted below `/{name}`. */
export interface ProviderDouble {
  name: string;
  title: string;
  /** For the index page; paths relative to `/{name}`. */
  links: readonly { label: string; path: string }[];
  /** What Tepi calls. Recorded, and subject to faults. */
  api: Hono<AppEnv>;
  /** Controls (`/_…`) and the pages people open. Neither recorded nor subject to faults; matched before `api`. */
  desk: Hono<AppEnv>;
  /** The provider's own answer for an error status. */
  errorResponse: (status: number) => Response;
  /** Brings what depends on time up to date; called about once a second. */
  tick?: () => void;
}

/** Makes a double with fresh state. */
export type ProviderFactory = (kit: SandboxKit) => ProviderDouble;
