import type { ReceivedChannel, ReceivedMessage } from "../provider.ts";
import type { Sandbox } from "../sandbox.ts";

/** A message with the name of the double that handed it over. */
export interface Received extends ReceivedMessage {
  provider: string;
}

/** Messages with one receiver, oldest first. */
export interface Conversation {
  person: string;
  messages: readonly Received[];
  lastAt: string;
}

export const tabs = {
  mail: { channels: ["email"], id: "Surat", en: "Mailbox" },
  phone: { channels: ["whatsapp", "sms"], id: "Telepon", en: "Phone" },
  telegram: { channels: ["telegram"], id: "Telegram", en: "Telegram" },
  discord: { channels: ["discord"], id: "Discord", en: "Discord" },
  push: { channels: ["push"], id: "Notifikasi", en: "Push" },
} as const satisfies Record<string, { channels: readonly ReceivedChannel[]; id: string; en: string }>;
export type Tab = keyof typeof tabs;

export const isTab = (name: string | undefined): name is Tab => name !== undefined && Object.hasOwn(tabs, name);

/** Who received a message or, where it is an answer, wrote it. */
export const personOf = ({ isAnswer, from, to }: ReceivedMessage): string => (isAnswer ? from : to);

/** Everything that a part of the receiver finds, oldest first. */
export function received(sandbox: Sandbox, search: string): Received[] {
  const needle = search.trim().toLowerCase();
  return sandbox.providers
    .flatMap(({ name, inbox }) => (inbox?.() ?? []).map((message) => ({ ...message, provider: name })))
    .filter((message) => personOf(message).toLowerCase().includes(needle))
    .sort((left, right) => compareText(left.at, right.at));
}

export function inTab(messages: readonly Received[], tab: Tab): Received[] {
  const channels: readonly ReceivedChannel[] = tabs[tab].channels;
  return messages.filter(({ channel }) => channels.includes(channel));
}

/** By receiver, the one with the newest message first. */
export function conversations(messages: readonly Received[]): Conversation[] {
  const grouped = Map.groupBy(messages, personOf);
  return [...grouped]
    .map(([person, own]) => ({ person, messages: own, lastAt: own.at(-1)?.at ?? "" }))
    .sort((left, right) => compareText(right.lastAt, left.lastAt));
}

/** Doubles write moments alike, so that their texts have the order of time. */
const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
