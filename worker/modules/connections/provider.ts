/** What a provider needs of a tenant, how it is tried, and how it learns where to send webhooks. */
import { z } from "zod";
import type { Context } from "../../core/context.ts";
import { Refusal, type Locale } from "../../core/errors.ts";
import type { AccountCheck } from "../../providers/answers.ts";

/** A field of the form by which a tenant connects a provider. */
export interface Field {
  name: string;
  required: boolean;
  label: Record<Locale, string>;
  /** `long` for what has lines. */
  type?: "text" | "long" | "number" | "choice";
  choices?: readonly string[];
  /** Where it is found, or what it does. */
  hint?: Record<Locale, string>;
}

/** A connection with its secrets opened. */
export interface OpenConnection {
  id: string;
  provider: string;
  brandId: string | null;
  settings: Record<string, unknown>;
  secrets: Record<string, string>;
  webhookUrl: string;
}

export interface Provider {
  name: string;
  /** Whether each brand can have an account of its own. */
  perBrand: boolean;
  secrets: Field[];
  settings: Field[];
  /** Secrets that are made here where the tenant gives none. */
  madeSecrets?: readonly string[];
  /** Secrets may have any name: the settings say which. */
  anySecret?: boolean;
  /** Refuses settings and secrets that can't work, naming the field. */
  check?(ctx: Context, given: Pick<OpenConnection, "settings" | "secrets">): void;
  /** Tries the credentials. @throws Refusal `provider_failed` where they don't work; answers what to show */
  test(ctx: Context, connection: OpenConnection): Promise<string>;
  /** Tells the provider where to send its webhooks. */
  register?(ctx: Context, connection: OpenConnection): Promise<void>;
}

export const required = (name: string, id: string, en: string, more: Partial<Field> = {}): Field => ({
  name,
  required: true,
  label: { id, en },
  ...more,
});
export const optional = (name: string, id: string, en: string, more: Partial<Field> = {}): Field => ({
  ...required(name, id, en, more),
  required: false,
});

/** Passes on what a provider said of an account. @throws Refusal `provider_failed` */
export function passed({ ok, detail }: AccountCheck): string {
  if (!ok) throw new Refusal("provider_failed", { detail: { id: detail, en: detail } });
  return detail;
}

/** A setting as text. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value.trim() : "");

/** The addresses and networks in a setting, separated by commas or spaces. */
export const addressesIn = (value: unknown): string[] =>
  textOf(value)
    .split(/[\s,;]+/)
    .filter(Boolean);

const address = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]);
export const isAddress = (text: string): boolean => address.safeParse(text).success;
