import type { ProviderFactory } from "../frame/provider.ts";
import { createPostmark } from "./postmark/index.ts";
import { createReceiver } from "./receiver/index.ts";
import { createXendit } from "./xendit/index.ts";

/** The doubles a sandbox runs. */
export const providerFactories: readonly ProviderFactory[] = [createXendit, createPostmark, createReceiver];
