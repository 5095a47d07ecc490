import type { ProviderFactory } from "../frame/provider.ts";
import { createFcm } from "./fcm/index.ts";
import { createPostmark } from "./postmark/index.ts";
import { createSmtp } from "./smtp/index.ts";
import { createXendit } from "./xendit/index.ts";

/** The doubles a sandbox runs. */
export const providerFactories: readonly ProviderFactory[] = [createXendit, createPostmark, createSmtp, createFcm];
