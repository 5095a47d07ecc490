/**
 * `npm run bench -- notifications`: a day of messages over all channels, against doubles that answer late, refuse, limit,
 * fall silent and call back twice, with the Worker's process killed three times. None may be lost, sent twice, or break a
 * limit, by the doubles' own count.
 */
import { globSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import type { Part } from "../part.ts";
import { openStage, type Stage } from "../server.ts";
import { markdownTable } from "../table.ts";
import { openSender, type Sender } from "./companies.ts";
import { playFaults } from "./faults.ts";

const companies = 10;
const rounds = 5;
const outlets = ["email", "whatsapp", "telegram", "push", "sms"] as const;
/** Posts to Discord per company: it has one channel, however many members. */
const posts = 40;
const killAt = [0.2, 0.5, 0.8];
const calmFrom = 0.9;
const providers = ["postmark", "whapi", "whatsapp-cloud", "telegram", "discord", "fcm", "twilio", "sms"];

export const notifications: Part = async ({ size = 100_000 }) => {
  const stage = await openStage();
  try {
    return await measure(stage, size);
  } finally {
    stage.close();
  }
};

interface Counts {
  sent: number;
  duplicates: number;
  violations: number;
}

async function measure(stage: Stage, size: number): Promise<string> {
  let server = await stage.start();
  const members = Math.max(1, Math.round(size / (companies * rounds * outlets.length)));
  const senders: Sender[] = [];
  for (let n = 0; n < companies; n++) senders.push(await openSender(stage, server, n, members));
  const expected = companies * (members * rounds * outlets.length + posts);
  await waitForRest(stage);
  const before = await countAll(stage);

  const stopFaults = playFaults(stage.sandboxUrl, 11);
  let faults: number | undefined;
  const began = performance.now();
  await announceAll(senders);
  let kills = 0;
  let lastTickAt = 0;
  for (;;) {
    const states = statesOf(stage);
    const settled = sum(states, (state) => state !== "waiting" && state !== "sending");
    process.stdout.write(`\r${settled} of ${expected} `);
    if (settled >= expected) break;
    // What is left at the end would meet nothing but faults.
    if (faults === undefined && settled >= calmFrom * expected) faults = await stopFaults();
    const due = killAt[kills];
    if (due !== undefined && settled >= due * expected) {
      kills++;
      await server.kill();
      server = await stage.start();
    }
    if (performance.now() - lastTickAt > 10_000) {
      lastTickAt = performance.now();
      await server.cron("* * * * *");
    }
    await sleep(1000);
  }
  const seconds = (performance.now() - began) / 1000;
  faults ??= await stopFaults();
  const states = statesOf(stage);
  const after = await countAll(stage);
  await server.close();
  return report({ expected, seconds, faults, kills, states, before, after });
}

/** Sign-ups have mails of their own. */
async function waitForRest(stage: Stage): Promise<void> {
  for (let last = -1, now = 0; now !== last || now < companies;) {
    last = now;
    await sleep(3000);
    now = (await countAll(stage)).get("postmark")?.sent ?? 0;
  }
}

async function announceAll(senders: readonly Sender[]): Promise<void> {
  const announce = async ({ company }: Sender, text: string, body: object) => {
    const answer = await company.as("POST", "/announcements", { title: "Kabar", body: text, ...body });
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  };
  for (let round = 0; round < rounds; round++)
    for (const sender of senders)
      await announce(sender, `Kabar ${round} ${sender.company.slug}`, {
        outlets,
        audience: { to: "roles", roles: ["staff"] },
      });
  for (let post = 0; post < posts; post++)
    for (const sender of senders)
      await announce(sender, `Pos ${post} ${sender.company.slug}`, {
        outlets: ["discord"],
        audience: { to: "users", userIds: sender.members.slice(0, 1) },
      });
}

type States = Map<string, Map<string, number>>;

/**
 * How many deliveries of announcements are in each state, by provider. Read from the database's own file: the Worker that
 * would be asked is killed again and again.
 */
function statesOf({ folder }: Stage): States {
  const states: States = new Map();
  const files = globSync(join(folder, "v3/d1/**/*.sqlite"));
  for (const file of files) {
    const database = new DatabaseSync(file, { readOnly: true });
    try {
      const isShard = database.prepare("select 1 from sqlite_master where name = 'deliveries'").get();
      const rows = isShard ? database.prepare(countQuery).all() : [];
      for (const { provider, state, count } of rows as { provider: string; state: string; count: number }[]) {
        const known = states.get(provider) ?? new Map<string, number>();
        states.set(provider, known.set(state, (known.get(state) ?? 0) + count));
      }
    } finally {
      database.close();
    }
  }
  return states;
}

const countQuery =
  "select provider, state, count(*) as count from deliveries where kind = 'announcement' group by provider, state";

const sum = (states: States, wanted: (state: string) => boolean): number =>
  [...states.values()].flatMap((each) => [...each]).reduce((total, [state, n]) => total + (wanted(state) ? n : 0), 0);

async function countAll({ sandboxUrl }: Stage): Promise<Map<string, Counts>> {
  const read = async (path: string) => (await fetch(`${sandboxUrl}${path}`)).json() as Promise<Record<string, number>>;
  const all = await Promise.all(
    providers.map(async (provider) => {
      const counts = await read(`/${provider}/_counts`);
      const violations = provider === "postmark" ? { count: 0 } : await read(`/${provider}/_violations`);
      return [
        provider,
        { sent: counts["sent"] ?? 0, duplicates: counts["duplicates"] ?? 0, violations: violations["count"] ?? 0 },
      ] as const;
    }),
  );
  return new Map(all);
}

interface Day {
  expected: number;
  seconds: number;
  faults: number;
  kills: number;
  states: States;
  before: Map<string, Counts>;
  after: Map<string, Counts>;
}

function report({ expected, seconds, faults, kills, states, before, after }: Day): string {
  const table = markdownTable(
    ["provider", "deliveries", "sent, delivered or read", "unsure", "failed", "received", "twice", "limits broken"],
    providers.map((provider) => {
      const own = states.get(provider === "sms" ? "sms-http" : provider) ?? new Map<string, number>();
      const of = (...names: string[]) => names.reduce((total, name) => total + (own.get(name) ?? 0), 0);
      const [was, is] = [before.get(provider), after.get(provider)];
      return [
        provider,
        [...own.values()].reduce((total, n) => total + n, 0),
        of("sent", "delivered", "read"),
        of("unsure"),
        of("failed", "suppressed"),
        (is?.sent ?? 0) - (was?.sent ?? 0),
        (is?.duplicates ?? 0) - (was?.duplicates ?? 0),
        (is?.violations ?? 0) - (was?.violations ?? 0),
      ].map(String);
    }),
  );
  const rate = (expected / seconds).toFixed(0);
  return `${expected.toLocaleString("en")} messages of ${companies} companies in ${seconds.toFixed(0)} s (${rate}/s), through ${faults} faults and ${kills} kills of the Worker's process.

${table}

\`received\` is what the doubles took, of which \`twice\` were messages that they had before. \`unsure\` is what was in the hands
of a killed Worker on its way to a provider that can't be asked about it: it waits for a person's decision and is not sent
again by itself. A push that was sent again took the first one's place on the device, by its tag on every platform.`;
}
