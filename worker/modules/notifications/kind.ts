/** What a kind of notification is: its event, who gets it by default, its variables, its texts in both languages. */
import type { Permission, Role } from "../../core/access.ts";
import type { Context } from "../../core/context.ts";
import type { Locale } from "../../core/errors.ts";
import type { Event, EventType } from "../outbox/index.ts";
import type { DocumentRef, Outlet } from "./types.ts";

/** How a value is written in each language: `rupiah` 150000 → Rp 150.000, `date` 2026-11-25 → 25 November 2026. */
export const valueTypes = ["text", "number", "rupiah", "date", "instant", "url"] as const;
export type ValueType = (typeof valueTypes)[number];
export type Value = string | number | null;

export interface Variable {
  type: ValueType;
  label: Record<Locale, string>;
  example: Value;
  /** Made anew at each try and stored nowhere: a one-time link. */
  secret?: true;
}

/** What a kind says, in Liquid. `short` is for text messages, `action` names the link. */
export interface Texts {
  title: string;
  body: string;
  short?: string;
  action?: string;
}

export const groups = ["billing", "account", "operations", "reports", "messages"] as const;
export type Group = (typeof groups)[number];

/** A kind of notification: one file of `kinds/`. */
export interface Kind {
  name: string;
  group: Group;
  words: Record<Locale, { name: string; description: string }>;
  /**
   * Who is told: the customer or the member that it is about, a guest (an address alone), or every member of the staff
   * who holds a permission. A tenant's rule may name roles instead.
   */
  audience: "customer" | "user" | "guest" | { permission: Permission; roles?: readonly Role[] };
  outlets: readonly Outlet[];
  /** Can't be muted, put off or switched off: somebody's access depends on it. */
  critical?: true;
  /** Goes where its sender says at the moment: nobody chooses its outlets beforehand. */
  sentByHand?: true;
  variables: Record<string, Variable>;
  texts: Record<Locale, Texts>;
  /** The variable that is the message's link, where the occasion has none. */
  linkVariable?: string;
  /** Fills the secret variables. `values` are those of the notification. */
  secrets?(ctx: Context, told: { recipientId: string; values: Record<string, Value> }): Promise<Record<string, string>>;
}

/** What there is to tell, and whom where the kind's audience does not say it. */
export interface Occasion {
  values: Record<string, Value>;
  /** A page of the dashboard, `/invoices/…`, or a whole address. */
  link?: string | null | undefined;
  customer?: CustomerToTell;
  userIds?: string[];
  /** Told besides the named users: the tenant's own channels (Discord). */
  withTenant?: boolean;
  guest?: { id: string; email: string };
  /** Names the roles that are told, in place of the kind's and the tenant's. */
  roles?: readonly Role[];
  outlets?: readonly Outlet[];
  /** A document that goes along, on these outlets. */
  document?: { ref: DocumentRef; outlets: readonly Outlet[] } | undefined;
  /** The brand whose accounts send it. */
  brandId?: string | null;
}

export interface CustomerToTell {
  id: string;
  name: string;
  email: string | null;
  phone: string | null;
}

/** A kind that an event of the outbox brings about. */
export interface EventKind<T extends EventType = EventType> extends Kind {
  event: T;
  /** What there is to tell, or undefined where there is nothing (any more). */
  occasion(ctx: Context, event: Event<T>): Promise<Occasion | undefined>;
}

/** Declares a kind with its event, so that the event's data is typed. */
export const eventKind = <T extends EventType>(kind: EventKind<T>): EventKind => kind as unknown as EventKind;

/** Variables of every kind. */
export const commonVariables: Record<string, Variable> = {
  company: { type: "text", label: { id: "Nama perusahaan", en: "Company" }, example: "Contoh Net" },
  recipient: { type: "text", label: { id: "Nama penerima", en: "Recipient" }, example: "Toko Melati" },
};

/** All variables of a kind. */
export const variablesOf = (kind: Kind): Record<string, Variable> => ({ ...commonVariables, ...kind.variables });
