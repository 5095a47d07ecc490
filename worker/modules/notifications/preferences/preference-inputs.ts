import { z } from "@hono/zod-openapi";
import { locales } from "../../../core/errors.ts";
import { says } from "../../../core/http/input.ts";
import { timeZones } from "../../../core/time.ts";
import { kindName } from "../feed/inputs.ts";
import { groups } from "../kind.ts";
import { outlets } from "../types.ts";

/** Each at most once. */
export const outletList = z
  .array(z.enum(outlets))
  .max(outlets.length)
  .refine((list) => new Set(list).size === list.length, says("Ada yang tertulis dua kali.", "One is written twice."));

const timeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
  .openapi({ example: "22:00" });

const quietHours = {
  quietFrom: timeOfDay.nullable().openapi({ description: "In the company's time zone; may span midnight." }),
  quietTo: timeOfDay.nullable(),
};

export const preferencesInput = z
  .object({
    version: z.number().int().min(0).openapi({ description: "The version that was read; 409 when it is another now." }),
    locale: z.enum(locales),
    outlets: z
      .record(kindName, outletList)
      .refine((given) => Object.keys(given).length <= 100, says("Terlalu banyak.", "Too many."))
      .openapi({ description: "By kind; one that is left out follows the company's rule, an empty list mutes it." }),
    ...quietHours,
    mutedUntil: z.iso
      .datetime()
      .nullable()
      .openapi({ description: "Until then only the feed is filled; at most a year ahead." }),
  })
  .refine(({ quietFrom, quietTo }) => (quietFrom === null) === (quietTo === null), {
    path: ["quietTo"],
    ...says("Isi keduanya atau kosongkan keduanya.", "Give both or neither."),
  })
  .openapi("NotificationPreferencesInput");
export type PreferencesInput = z.output<typeof preferencesInput>;

const preferredKind = z.object({
  kind: z.string(),
  group: z.enum(groups),
  name: z.string(),
  description: z.string(),
  critical: z.boolean().openapi({ description: "Always sent; nobody can mute it." }),
  possible: z.array(z.enum(outlets)),
  usual: z.array(z.enum(outlets)).openapi({ description: "The company's rule, or what is usual." }),
  chosen: z.array(z.enum(outlets)).openapi({ description: "Where you get it." }),
  isChosen: z.boolean().openapi({ description: "You chose otherwise than usual." }),
});

/** `no_account`: the company sends over no such account; `no_address`: you have none there. */
const reach = z.object({
  outlet: z.enum(outlets),
  reaches: z.boolean(),
  reason: z.enum(["no_account", "no_address"]).nullable(),
});

export const preferencesAnswer = z
  .object({
    version: z.number().int(),
    locale: z.enum(locales),
    ...quietHours,
    timeZone: z.enum(timeZones),
    mutedUntil: z.iso.datetime().nullable(),
    kinds: z.array(preferredKind),
    reach: z.array(reach),
  })
  .openapi("NotificationPreferences");
