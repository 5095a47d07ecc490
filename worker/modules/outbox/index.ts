export { commit, event, sendEvents, type NewEvent } from "./commit.ts";
export { eventTypes, type Event, type EventData, type EventType } from "./events.ts";
export { buryEvent, dueEvents, workOff, type EventHandler } from "./work.ts";
