import { z } from "zod";

import { DiscordError, invalidField } from "./errors.ts";

const limited = (max: number) =>
  z
    .string()
    .transform((text) => text.trim())
    .refine((text) => [...text].length <= max, { message: `Must be ${max} or fewer in length.` });
const url = z.url({ protocol: /^https?$/ }).max(2048);
const picture = z.looseObject({ url });

/** Limits are counted after trimming (facts, section 2). */
const embed = z.object({
  title: limited(256).optional(),
  description: limited(4096).optional(),
  url: url.optional(),
  timestamp: z.iso.datetime({ offset: true }).optional(),
  color: z.int().min(0).max(0xffffff).optional(),
  footer: z.object({ text: limited(2048), icon_url: url.optional() }).optional(),
  author: z.object({ name: limited(256), url: url.optional(), icon_url: url.optional() }).optional(),
  image: picture.optional(),
  thumbnail: picture.optional(),
  fields: z
    .array(z.object({ name: limited(256), value: limited(1024), inline: z.boolean().optional() }))
    .max(25)
    .optional(),
});
export type Embed = z.infer<typeof embed>;

const executeInput = z.object({
  content: limited(2000).nullish(),
  username: limited(80).optional(),
  avatar_url: url.optional(),
  tts: z.boolean().optional(),
  embeds: z.array(embed).max(10).optional(),
  allowed_mentions: z.looseObject({ parse: z.array(z.enum(["roles", "users", "everyone"])).optional() }).optional(),
  flags: z.int().optional(),
});

const embedsTotal = 6000;

/** Characters of an embed that count: title, description, fields, footer, author (facts, section 2). */
export function embedLength({ title = "", description = "", fields = [], footer, author }: Embed): number {
  const texts = [title, description, footer?.text ?? "", author?.name ?? ""];
  return [...texts, ...fields.flatMap(({ name, value }) => [name, value])].reduce(
    (sum, text) => sum + [...text].length,
    0,
  );
}

/** What people would see of a message, and whom it would call. */
export interface CheckedMessage {
  content: string;
  username: string | undefined;
  embeds: Embed[];
  /** `@everyone` and `@here` that would ring, since `allowed_mentions` did not stop them. */
  pings: string[];
}

/** @throws DiscordError 50035 naming the field, 50006 for an empty message */
export function checkMessage(value: unknown): CheckedMessage {
  const parsed = executeInput.safeParse(value);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    const isLength = issue?.code === "custom" || issue?.code === "too_big";
    throw invalidField(
      issue?.path.join(".") || "_",
      isLength ? "BASE_TYPE_MAX_LENGTH" : "BASE_TYPE_INVALID",
      issue?.message ?? "",
    );
  }
  const { content, username, embeds = [], allowed_mentions: allowed } = parsed.data;
  const total = embeds.reduce((sum, each) => sum + embedLength(each), 0);
  if (total > embedsTotal) {
    throw invalidField("embeds", "MAX_EMBED_SIZE_EXCEEDED", `Embed size exceeds maximum size of ${embedsTotal}`);
  }
  if (!content && !embeds.some((each) => embedLength(each) > 0 || each.image || each.thumbnail)) {
    throw new DiscordError(400, 50006, "Cannot send an empty message");
  }
  const mayRing = !allowed || allowed.parse?.includes("everyone") === true;
  const pings = mayRing ? ((content ?? "").match(/@(?:everyone|here)\b/g) ?? []) : [];
  return { content: content ?? "", username, embeds, pings };
}

/** All that is to be read in a message, top to bottom. */
export function textOf({ content, embeds }: Pick<CheckedMessage, "content" | "embeds">): string {
  const parts = embeds.flatMap(({ title, description, fields = [], footer }) => [
    title,
    description,
    ...fields.map(({ name, value }) => `${name}: ${value}`),
    footer?.text,
  ]);
  return [content, ...parts].filter(Boolean).join("\n");
}
