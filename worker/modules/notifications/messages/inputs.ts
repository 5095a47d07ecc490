/** What comes in and goes out for messages by hand: announcements, test messages, addresses not written to. */
import { z } from "@hono/zod-openapi";
import { roles } from "../../../core/access.ts";
import { channels } from "../../../core/channels.ts";
import { locales } from "../../../core/errors.ts";
import { says } from "../../../core/http/input.ts";
import { pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { connectionTest } from "../../connections/index.ts";
import { deliveryAnswer } from "../delivery/inputs.ts";
import { previewInput } from "../texts/inputs.ts";
import { outlets } from "../types.ts";

const userId = z.string().regex(idPattern("usr"));
const audience = z
  .discriminatedUnion("to", [
    z.object({ to: z.literal("all") }),
    z.object({ to: z.literal("roles"), roles: z.array(z.enum(roles)).min(1).max(roles.length) }),
    z.object({ to: z.literal("users"), userIds: z.array(userId).min(1).max(200) }),
  ])
  .openapi("AnnouncementAudience");

export const announcementInput = z
  .object({
    title: z.string().trim().min(1).max(150),
    body: z.string().trim().min(1).max(2000),
    outlets: z
      .array(z.enum(outlets))
      .min(1)
      .max(outlets.length)
      .refine(
        (list) => new Set(list).size === list.length,
        says("Ada saluran yang sama.", "A channel is named twice."),
      ),
    audience,
  })
  .openapi("NewAnnouncement");
export type AnnouncementInput = z.output<typeof announcementInput>;

export const announcementId = z.object({ id: z.string().regex(idPattern("ann")) });

export const announcementAnswer = z
  .object({
    id: z.string().regex(idPattern("ann")),
    title: z.string(),
    body: z.string(),
    outlets: z.array(z.enum(outlets)),
    audience,
    state: z.enum(["sending", "sent"]),
    recipients: z.int().openapi({ description: "How many were told so far." }),
    sentById: z.string(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Announcement");

export const channelPath = z.object({ channel: z.enum(channels) });

export const testInput = z
  .object({
    to: z.string().trim().min(1).max(4096).nullish().openapi({
      description: "An address, a number, a chat, a device's token. Absent: whoever asks. Discord has none.",
    }),
    connectionId: z.string().regex(idPattern("con")).nullish().openapi({ description: "Absent: the usual account." }),
    template: previewInput
      .extend({ kind: z.string().max(60), locale: z.enum(locales) })
      .nullish()
      .openapi({ description: "A draft of a template in place of the test's own words." }),
  })
  .openapi("ChannelTest");
export type TestInput = z.output<typeof testInput>;

export const testAnswer = z
  .object({
    data: z.array(
      z.object({
        delivery: deliveryAnswer,
        advice: z.string().nullable().openapi({ description: "What to do now; null where it was taken." }),
      }),
    ),
  })
  .openapi("ChannelTestResult");

export const channelsAnswer = z
  .object({
    data: z.array(
      z.object({
        channel: z.enum(channels),
        state: z
          .enum(["ready", "untested", "failing", "none"])
          .openapi({ description: "Of the account that sends for every brand; `none`: nothing can send." }),
        isOperators: z.boolean().openapi({ description: "Sent over the account of who runs Tepi." }),
        connections: z.array(
          z.object({
            id: z.string(),
            name: z.string(),
            provider: z.string(),
            brandId: z.string().nullable(),
            state: z.enum(["active", "disabled"]),
            isUsual: z.boolean(),
            lastTest: connectionTest.nullable(),
          }),
        ),
      }),
    ),
  })
  .openapi("Channels");

export const sendDocumentInput = z
  .object({
    outlet: z.enum(["email", "whatsapp"]),
    language: z.enum(locales).optional().openapi({ description: "Of message and document; default: Indonesian." }),
  })
  .openapi("SendDocument");
export type SendDocumentInput = z.output<typeof sendDocumentInput>;

export const documentSentAnswer = z
  .object({
    deliveryId: z.string().regex(idPattern("dlv")),
    channel: z.enum(["email", "whatsapp"]),
    address: z.string().openapi({ description: "Where it goes." }),
    provider: z.string(),
  })
  .openapi("DocumentSent");

export const suppressionQuery = pageQuery.extend({
  channel: z.enum(channels).optional(),
  address: z.string().trim().min(1).max(320).optional(),
});
export type SuppressionQuery = z.output<typeof suppressionQuery>;

export const suppressionId = z.object({ id: z.string().regex(idPattern("sup")) });

export const suppressionAnswer = z
  .object({
    id: z.string().regex(idPattern("sup")),
    channel: z.enum(channels),
    address: z.string(),
    reason: z.string(),
    deliveryId: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .openapi("Suppression");
