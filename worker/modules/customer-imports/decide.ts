/** What becomes of each row of a chunk: all of it, or nothing and the reason. Nothing is written here. */
import type { Context } from "../../core/context.ts";
import { Refusal } from "../../core/errors.ts";
import { nameKey } from "../../core/terms.ts";
import { openedSubscription } from "../billing/index.ts";
import type { Customer, CustomerChange } from "../customers/index.ts";
import { reason, type ImportOptions, type Reason } from "./fields.ts";
import type { Candidate, Found } from "./found.ts";
import { isReason, People } from "./match.ts";
import type { GivenValues, ImportRow } from "./rows.ts";

type Opened = ReturnType<typeof openedSubscription>;
interface NewPlan {
  id: string;
  name: string;
  price: number;
}

/** Somebody to be added; the KTP number is sealed when it is written. */
export interface Addition {
  id: string;
  brandId: string;
  values: GivenValues & { name: string; status: "active" | "inactive" };
}

export type Outcome =
  | { kind: "rejected"; row: ImportRow; reasons: Reason[] }
  | { kind: "created"; row: ImportRow; customerId: string; addition: Addition; subscription?: Opened | undefined }
  | { kind: "updated"; row: ImportRow; customerId: string; update?: Update; subscription?: Opened | undefined }
  | { kind: "unchanged"; row: ImportRow; customerId: string };

export interface Update extends CustomerChange {
  /** The KTP number where it changes. */
  ktp: string | undefined;
}

export interface Decision {
  outcomes: Outcome[];
  plans: NewPlan[];
}

/** Decides the rows of a chunk in their order, each in the light of those before it. */
export function decide(ctx: Context, rows: readonly ImportRow[], found: Found, options: ImportOptions): Decision {
  const decider = new Decider(ctx, found, options);
  const outcomes = rows.map((row) => decider.outcomeOf(row));
  const used = new Set(outcomes.map((each) => ("subscription" in each ? each.subscription?.planId : undefined)));
  return { outcomes, plans: decider.plans.filter(({ id }) => used.has(id)) };
}

class Rejected {
  readonly reasons: Reason[];
  constructor(...reasons: Reason[]) {
    this.reasons = reasons;
  }
}

class Decider {
  readonly plans: NewPlan[] = [];
  readonly #ctx: Context;
  readonly #found: Found;
  readonly #options: ImportOptions;
  readonly #people: People;

  constructor(ctx: Context, found: Found, options: ImportOptions) {
    this.#ctx = ctx;
    this.#found = found;
    this.#options = options;
    this.#people = new People(found.candidates);
  }

  outcomeOf(row: ImportRow): Outcome {
    const outcome = this.#decided(row);
    return outcome instanceof Rejected ? { kind: "rejected", row, reasons: outcome.reasons } : outcome;
  }

  #decided(row: ImportRow): Outcome | Rejected {
    if (row.reasons.length > 0) return new Rejected(...row.reasons);
    const brandId = this.#brandOf(row);
    if (brandId === undefined) return new Rejected(reason("brand", "Merek tidak dikenal.", "Unknown brand."));
    const candidate = this.#people.match(row, this.#found.digests.get(row.line) ?? []);
    if (isReason(candidate)) return new Rejected(candidate);
    if (candidate?.line !== undefined) return new Rejected(repeated(candidate.line));
    return candidate ? this.#known(row, candidate, brandId) : this.#new(row, brandId);
  }

  #brandOf({ brandKey }: ImportRow): string | undefined {
    const { brands, firstBrandId } = this.#found;
    const chosen = this.#options.defaultBrandId;
    if (brandKey === undefined) return brands.get(chosen)?.id ?? firstBrandId;
    return (brands.get(brandKey) ?? brands.get(brandKey.toUpperCase()))?.id;
  }

  #new(row: ImportRow, brandId: string): Outcome | Rejected {
    const { name } = row.values;
    if (!name) return new Rejected(reason("name", "Nama wajib diisi.", "A name is needed."));
    const planId = this.#planOf(row);
    if (planId instanceof Rejected) return planId;
    const values = { status: "active" as const, ...row.values, name };
    const id = this.#ctx.id("cus");
    const subscription = planId && this.#open(row, { customerId: id, brandId, planId, status: values.status });
    if (subscription instanceof Rejected) return subscription;
    this.#people.add({
      customer: {
        id,
        number: 0,
        email: values.email ?? null,
        phone: values.phone ?? null,
        ktpDigest: this.#digestOf(row),
      },
      before: undefined,
      line: row.line,
      planIds: new Set(),
    });
    const addition = { id, brandId, values };
    return { kind: "created", row, customerId: id, addition, ...(subscription && { subscription }) };
  }

  #known(row: ImportRow, candidate: Candidate, brandId: string): Outcome | Rejected {
    const { before, planIds } = candidate;
    if (!before) return new Rejected(repeated(row.line));
    const same = { kind: "unchanged", row, customerId: before.id } as const;
    if (!this.#options.updateExisting) return this.#taken(candidate, row, same);
    const planId = this.#planOf(row);
    if (planId instanceof Rejected) return planId;
    if (planId && planIds.size > 0 && !planIds.has(planId)) return new Rejected(otherPlan);
    const status = row.values.status ?? before.status;
    const opens = planId !== undefined && planIds.size === 0;
    const subscription = opens
      ? this.#open(row, { customerId: before.id, brandId: before.brandId, planId, status })
      : undefined;
    if (subscription instanceof Rejected) return subscription;
    const { ktp, ...changes } = this.#changesOf(row, before, row.brandKey === undefined ? before.brandId : brandId);
    const isChanged = ktp !== undefined || Object.keys(changes).length > 0;
    if (!isChanged && !subscription) return this.#taken(candidate, row, same);
    const update = isChanged && { update: { before, changes, ktp } };
    const updated = { ...same, kind: "updated", ...update, ...(subscription && { subscription }) } as const;
    return this.#taken(candidate, row, updated, changes);
  }

  /** Remembers that the row is about somebody, as they are after it. */
  #taken(candidate: Candidate, row: ImportRow, outcome: Outcome, changes: Partial<Customer> = {}): Outcome {
    candidate.line = row.line;
    candidate.customer = { ...candidate.customer, ...changes };
    candidate.customer.ktpDigest = this.#digestOf(row) ?? candidate.customer.ktpDigest;
    this.#people.add(candidate);
    return outcome;
  }

  /** What the row gives that is not so yet. */
  #changesOf(row: ImportRow, before: Customer, brandId: string): Partial<Customer> & { ktp: string | undefined } {
    const { ktp, ...values } = row.values;
    const digests = this.#found.digests.get(row.line) ?? [];
    const given = { ...values, brandId };
    const changed = Object.entries(given).filter(
      ([key, value]) => value !== null && value !== undefined && value !== before[key as keyof Customer],
    );
    const isNewKtp = ktp && !digests.includes(before.ktpDigest ?? "");
    return { ...Object.fromEntries(changed), ktp: isNewKtp ? ktp : undefined };
  }

  #digestOf({ line }: ImportRow): string | null {
    return this.#found.digests.get(line)?.[0] ?? null;
  }

  /** The plan that the row names; one that it adds, where that was asked for. */
  #planOf({ planName, price }: ImportRow): string | Rejected | undefined {
    if (planName === undefined) return undefined;
    const plan = this.#found.plans.get(nameKey(planName));
    if (plan?.archivedAt != null)
      return new Rejected(reason("plan", "Paket ini sudah diarsipkan.", "This plan has been archived."));
    if (plan) return plan.id;
    if (!this.#options.createPlans)
      return new Rejected(
        reason("plan", `Tidak ada paket bernama ${planName}.`, `There is no plan called ${planName}.`),
      );
    if (price === undefined)
      return new Rejected(
        reason("price", `Paket ${planName} baru; isi harganya.`, `The plan ${planName} is new; give its price.`),
      );
    const added = { id: this.#ctx.id("pln"), name: planName.trim(), price };
    this.plans.push(added);
    this.#found.plans.set(nameKey(planName), { id: added.id, archivedAt: null });
    return added.id;
  }

  /** Who is inactive is not billed, so the line is paused. */
  #open(
    { values: { installedOn } }: ImportRow,
    { status, ...terms }: { customerId: string; brandId: string; planId: string; status: "active" | "inactive" },
  ): Opened | Rejected {
    const startsOn = installedOn ?? undefined;
    if (startsOn !== undefined && !startsOn.startsWith("20"))
      return new Rejected(reason("installedOn", "Tanggal di luar jangkauan.", "The date is out of range."));
    try {
      const state = status === "inactive" ? ("suspended" as const) : ("active" as const);
      return openedSubscription(this.#ctx, { ...terms, state, startsOn });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const message = error.options.fields?.[0]?.message ?? { id: error.message, en: error.message };
      return new Rejected({ field: "installedOn", message });
    }
  }
}

const repeated = (line: number): Reason =>
  reason(
    null,
    `Pelanggan yang sama sudah ada di baris ${line} berkas ini.`,
    `Line ${line} of this file is about the same customer.`,
  );

/** A plan is not changed by a file: what is owed for the days until then must be settled. */
const otherPlan: Reason = reason(
  "plan",
  "Pelanggan ini berlangganan paket lain. Ganti paketnya lewat halaman langganan.",
  "This customer is on another plan. Change it on the subscription's page.",
);
