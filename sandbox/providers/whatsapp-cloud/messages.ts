import { z } from "zod";

import { invalid, MetaError, missing } from "./errors.ts";

const media = z.looseObject({
  link: z.url({ protocol: /^https?$/ }).optional(),
  id: z.string().optional(),
  caption: z.string().max(1024).optional(),
  filename: z.string().max(240).optional(),
});
const parameter = z.looseObject({ type: z.string(), text: z.string().optional(), payload: z.string().optional() });
const button = z.object({ type: z.literal("reply"), reply: z.object({ id: z.string(), title: z.string().max(20) }) });

/** Body of `POST /{phone_number_id}/messages` (facts, section 2). */
const messageInput = z.looseObject({
  messaging_product: z.literal("whatsapp"),
  recipient_type: z.literal("individual").optional(),
  to: z.string().optional(),
  /** A business-scoped user id, used where there is no `to` (facts, section 5). */
  recipient: z.string().optional(),
  type: z.string().default("text"),
  text: z.looseObject({ body: z.string(), preview_url: z.boolean().optional() }).optional(),
  template: z
    .looseObject({
      name: z.string(),
      language: z.looseObject({ code: z.string() }),
      components: z.array(z.looseObject({ type: z.string(), parameters: z.array(parameter).optional() })).optional(),
    })
    .optional(),
  interactive: z
    .looseObject({
      type: z.string(),
      body: z.looseObject({ text: z.string().max(1024) }),
      action: z.looseObject({ buttons: z.array(button).min(1).max(3).optional() }),
    })
    .optional(),
  image: media.optional(),
  document: media.optional(),
  video: media.optional(),
  audio: media.optional(),
  sticker: media.optional(),
  biz_opaque_callback_data: z.string().max(512).optional(),
});
export type MessageInput = z.infer<typeof messageInput>;

const maxTextCharacters = 4096;
const bsuid = /^[A-Z]{2}\.[A-Za-z0-9.]{1,140}$/;

export interface CheckedMessage {
  input: MessageInput;
  /** Digits of a number, or a business-scoped user id. */
  to: string;
  text: string;
  /** A file that is to be fetched. */
  file?: { link: string; name: string | undefined };
}

/** @throws MetaError 100 and 131008 for what is missing or malformed, 131009, 132001 and 132012 for templates */
export function checkMessage(value: unknown): CheckedMessage {
  const parsed = messageInput.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const path = issue?.path.join(".") ?? "";
    throw path === "messaging_product" ? missing(path) : invalid(`${path}: ${issue?.message}`);
  }
  const input = parsed.data;
  const file = fileOf(input);
  return { input, to: recipientOf(input), text: textOf(input), ...(file && { file }) };
}

function recipientOf({ to, recipient }: MessageInput): string {
  if (to !== undefined) {
    const number = to.replace(/[+\s().-]/g, "");
    if (!/^[1-9]\d{6,14}$/.test(number)) throw new MetaError(400, 131009, "Parameter value is not valid", "to");
    return number;
  }
  if (recipient === undefined) throw missing("to");
  if (!bsuid.test(recipient)) throw new MetaError(400, 131009, "Parameter value is not valid", "recipient");
  return recipient;
}

const fileTypes = ["image", "document", "video", "audio", "sticker"] as const;

function fileOf(input: MessageInput): CheckedMessage["file"] {
  const type = fileTypes.find((known) => known === input.type);
  const { link, filename: name } = (type && input[type]) ?? {};
  return link === undefined ? undefined : { link, name };
}

/** What the receiver reads. */
function textOf(input: MessageInput): string {
  switch (input.type) {
    case "text": {
      const body = input.text?.body;
      if (!body) throw missing("text.body");
      if (body.length > maxTextCharacters) throw invalid(`text.body: at most ${maxTextCharacters} characters`);
      return body;
    }
    case "template":
      return templateText(input.template);
    case "interactive":
      if (!input.interactive) throw missing("interactive");
      return input.interactive.body.text;
    case "image":
    case "document":
    case "video":
    case "audio":
    case "sticker": {
      const file = input[input.type];
      if (!file?.link && !file?.id) throw missing(`${input.type}.link`);
      return file.caption ?? "";
    }
    default:
      throw invalid(`type: ${input.type} is not known`);
  }
}

/** Every template is approved but those whose name begins `unapproved`. Its words are not known here, its parameters are. */
function templateText(template: MessageInput["template"]): string {
  if (!template) throw missing("template");
  const { name, language, components = [] } = template;
  if (name.startsWith("unapproved") || !/^[a-z0-9_]{1,512}$/.test(name)) {
    const details = `template name (${name}) does not exist in ${language.code}`;
    throw new MetaError(404, 132001, "Template name does not exist in the translation", details);
  }
  const parameters = components.flatMap(({ parameters = [] }) => parameters);
  for (const [at, { type, text, payload }] of parameters.entries()) {
    if (type !== "text" && type !== "payload") continue;
    checkParameter(text ?? payload ?? "", at);
  }
  const shown = parameters.map(({ type, text, payload }) => text ?? payload ?? `[${type}]`);
  return [name, ...shown].join(" | ");
}

function checkParameter(text: string, at: number): void {
  if (text === "") throw new MetaError(400, 132012, "Parameter format does not match", `parameter ${at + 1} is empty`);
  if (/[\n\t]| {5}/.test(text)) {
    throw invalid("Param text cannot have new-line/tab characters or more than 4 consecutive spaces");
  }
}
