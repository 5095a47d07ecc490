/** What a tenant changed of the kinds: whether each is sent, where, and to whom of the staff. */
import { eq } from "drizzle-orm";
import { violation } from "#dialect";
import type { Context } from "../../../core/context.ts";
import { Refusal, refuseField } from "../../../core/errors.ts";
import type { Row } from "../../../db/store.ts";
import { changed, created } from "../../audit/index.ts";
import { commit } from "../../outbox/index.ts";
import { kinds } from "../kinds/index.ts";
import { variablesOf, type Kind } from "../kind.ts";
import { ruledOutlets } from "../telling/outlets.ts";
import type { RulePatch } from "./rule-inputs.ts";
import { notificationRules } from "../schema.ts";

type Rule = Row<typeof notificationRules>;

/** Every kind that is sent by itself, with the tenant's rule. */
export async function listKinds(ctx: Context) {
  const [rules] = await ctx.store.read(
    ctx.store.db.select().from(notificationRules).where(ctx.store.own(notificationRules)),
  );
  const shown = [...kinds.values()].filter(({ sentByHand }) => !sentByHand);
  return {
    data: shown.map((kind) =>
      show(
        ctx,
        kind,
        rules.find(({ id }) => id === kind.name),
      ),
    ),
  };
}

export async function getKind(ctx: Context, name: string) {
  const kind = requireKind(name);
  return show(ctx, kind, await load(ctx, name));
}

/**
 * Changes the tenant's rule for a kind.
 * @throws Refusal `not_found`; naming what can't be; `conflict` when another writer was faster
 */
export async function updateRule(ctx: Context, name: string, patch: RulePatch) {
  const kind = requireKind(name);
  requirePossible(kind, patch);
  const before = await load(ctx, name);
  const after = { ...(before ?? { enabled: true, outlets: null, roles: null }), ...patch };
  const fresh = { id: name, ...after, createdAt: before?.createdAt ?? ctx.now() };
  const action = "notification_rule.changed";
  try {
    await commit(
      ctx,
      before
        ? changed(ctx, notificationRules, before, patch, { action })
        : created(ctx, notificationRules, fresh, { action }),
    );
  } catch (error) {
    if (violation(error)?.name === "notification_rules_pk") throw new Refusal("conflict");
    throw error;
  }
  return show(ctx, kind, { ...fresh, tenantId: ctx.tenant.id, version: (before?.version ?? 0) + 1 });
}

function requireKind(name: string): Kind {
  const kind = kinds.get(name);
  if (!kind || kind.sentByHand) throw new Refusal("not_found");
  return kind;
}

async function load(ctx: Context, name: string): Promise<Rule | undefined> {
  const [[row]] = await ctx.store.read(
    ctx.store.db
      .select()
      .from(notificationRules)
      .where(ctx.store.own(notificationRules, eq(notificationRules.id, name))),
  );
  return row;
}

function requirePossible(kind: Kind, { enabled, outlets, roles }: RulePatch): void {
  if (kind.critical && enabled === false)
    throw refuseField("enabled", "Jenis ini tidak dapat dimatikan.", "This kind can't be switched off.");
  if (outlets?.some((outlet) => !ruledOutlets(kind).includes(outlet)))
    throw refuseField("outlets", "Saluran ini tidak bisa membawanya.", "It can't go there.");
  if (kind.critical && outlets && kind.outlets.some((outlet) => !outlets.includes(outlet)))
    throw refuseField(
      "outlets",
      `Jenis ini selalu dikirim lewat: ${kind.outlets.join(", ")}.`,
      `This kind always goes by: ${kind.outlets.join(", ")}.`,
    );
  if (roles && typeof kind.audience === "string")
    throw refuseField("roles", "Penerima jenis ini tetap.", "Who gets this kind is fixed.");
}

function show(ctx: Context, kind: Kind, rule: Rule | undefined) {
  const { audience } = kind;
  const isStaff = typeof audience !== "string";
  return {
    kind: kind.name,
    group: kind.group,
    ...kind.words[ctx.locale],
    audience: isStaff ? ("staff" as const) : audience,
    permission: isStaff ? audience.permission : null,
    critical: kind.critical ?? false,
    variables: Object.entries(variablesOf(kind)).map(([name, { type, label, example }]) => ({
      name,
      type,
      label: label[ctx.locale],
      example,
    })),
    possible: ruledOutlets(kind),
    defaults: { outlets: [...kind.outlets], roles: isStaff && audience.roles ? [...audience.roles] : null },
    enabled: rule?.enabled ?? true,
    outlets: rule?.outlets ?? null,
    roles: rule?.roles ?? null,
    version: rule?.version ?? 0,
  };
}
