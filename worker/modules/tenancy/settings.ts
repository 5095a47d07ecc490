/** What a tenant can set, and what holds until it does. */
import { z } from "@hono/zod-openapi";
import { says } from "../../core/http/input.ts";

export const kinds = ["isp", "ppob", "pawn"] as const;
export type Kind = (typeof kinds)[number];

export interface Maintenance {
  message: string | null;
  until: string | null;
}

const origin = z
  .string()
  .max(200)
  .refine(
    (value) => {
      try {
        return new URL(value).origin === value;
      } catch {
        return false;
      }
    },
    says("Tulis asal lengkap, misalnya https://contoh.id.", "Write a whole origin, such as https://example.com."),
  );

const days = z.int().min(7).max(3650);

/** How many days what nobody acts on any more is kept; a task removes it at night. */
const retentionDays = z
  .object({
    /** Calls that were received. */
    webhookLogs: days,
    /** Messages that were sent, with every try. */
    deliveries: days,
    /** Notifications that were read. */
    notifications: days,
    /** Runs of tasks that are over. */
    taskRuns: days,
  })
  .openapi("RetentionDays");

export const tenantSettings = z
  .object({
    /** Days between issue and due date. */
    dueDays: z.int().min(0).max(90),
    /** Day on which new subscriptions' months begin; null: the day of installation. */
    anchorDay: z.int().min(1).max(31).nullable(),
    /** `{year}` and `{number}` stand for what they say; `{number:3}` is filled with zeros to three digits. */
    invoiceNumberFormat: z
      .string()
      .max(40)
      .regex(/^[A-Za-z0-9/_.-]*\{year\}[A-Za-z0-9/_.-]*\{number(:[1-9])?\}$/),
    /** Whether a customer's credit pays its invoices by itself, as soon as there are both. */
    useCreditAutomatically: z.boolean(),
    /** Shortest password that the API and the dashboard take. */
    passwordMinLength: z.int().min(6).max(128),
    /** Largest file that may be uploaded. */
    fileLimitBytes: z.int().min(100_000).max(25_000_000),
    /** Web origins whose pages may call the API. */
    allowedOrigins: z.array(origin).max(20),
    retentionDays,
  })
  .openapi("TenantSettings");
export type TenantSettings = z.infer<typeof tenantSettings>;

export const defaultSettings: TenantSettings = {
  dueDays: 10,
  anchorDay: 1,
  invoiceNumberFormat: "INV-{year}-{number:3}",
  useCreditAutomatically: true,
  passwordMinLength: 8,
  fileLimitBytes: 10_485_760,
  allowedOrigins: [],
  retentionDays: { webhookLogs: 90, deliveries: 180, notifications: 180, taskRuns: 90 },
};
