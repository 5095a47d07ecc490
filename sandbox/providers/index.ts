import type { ProviderFactory } from "../frame/provider.ts";
import { createPostmark } from "./postmark/index.ts";
import { createTelegram } from "./telegram/index.ts";
import { createWhapi } from "./whapi/index.ts";
import { createWhatsAppCloud } from "./whatsapp-cloud/index.ts";
import { createXendit } from "./xendit/index.ts";

/** The doubles a sandbox runs. */
export const providerFactories: readonly ProviderFactory[] = [
  createXendit,
  createPostmark,
  createWhapi,
  createWhatsAppCloud,
  createTelegram,
];
