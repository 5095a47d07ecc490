export { removeDoneEvents } from "./clean-up.ts";
export {
  commit,
  commitAndRead,
  commitAndReadEach,
  delayedEvent,
  event,
  events,
  sendEvents,
  type NewEvent,
  type NewEvents,
  type Part,
} from "./commit.ts";
export { eventTypes, type Event, type EventData, type EventType } from "./events.ts";
export { movedBy, resumeSteps, runStep, sendStep, startSteps, watchSteps, type Steps, type Work } from "./steps.ts";
export { buryEvent, dueEvents, workOff, type EventHandler } from "./work.ts";
