import { foreignKey, index, instant, json, primaryKey, table, text, uniqueIndex } from "#dialect";
import { createdAt, id, tenantId, version } from "../../../db/columns.ts";
import { brands } from "../../tenancy/schema.ts";
import { invoices } from "../invoices/schema.ts";
import type { ReminderRule } from "./rules.ts";

/** When customers are reminded: the company's schedule (`company`), and those of brands that have their own. */
export const reminderSchedules = table(
  "reminder_schedules",
  {
    tenantId: tenantId(),
    /** `company`, or the brand's id. */
    id: id(),
    brandId: text("brand_id"),
    /** Null: what holds without it, the company's for a brand, else the product's own. */
    rules: json("rules").$type<ReminderRule[]>(),
    /** When it was saved: what was due before is not caught up. */
    savedAt: instant("saved_at").notNull(),
    version: version(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "reminder_schedules_pk", columns: [t.tenantId, t.id] }),
    foreignKey({
      name: "reminder_schedules_brand_fk",
      columns: [t.tenantId, t.brandId],
      foreignColumns: [brands.tenantId, brands.id],
    }),
  ],
);

/**
 * What the customer of an invoice was told by the schedule or before a suspension. The key lets each step of an invoice be
 * told once, `reminders_day` lets it be told one thing a day.
 */
export const reminders = table(
  "reminders",
  {
    tenantId: tenantId(),
    invoiceId: text("invoice_id").notNull(),
    /** `due-3`, `due+7`: days from the due date. `notice-3 2026-12-02`: days before a suspension, and its date. */
    step: text("step").notNull(),
    /** The business date. */
    toldOn: text("told_on").notNull(),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ name: "reminders_pk", columns: [t.tenantId, t.invoiceId, t.step] }),
    uniqueIndex("reminders_day").on(t.tenantId, t.invoiceId, t.toldOn),
    foreignKey({
      name: "reminders_invoice_fk",
      columns: [t.tenantId, t.invoiceId],
      foreignColumns: [invoices.tenantId, invoices.id],
    }),
  ],
);

/** Rounds of reminders and suspensions that are over, so that each hour reads only what is new. */
export const dunningRounds = table(
  "dunning_rounds",
  { tenantId: tenantId(), id: id(), createdAt: createdAt() },
  (t) => [
    primaryKey({ name: "dunning_rounds_pk", columns: [t.tenantId, t.id] }),
    index("dunning_rounds_age").on(t.tenantId, t.createdAt),
  ],
);
