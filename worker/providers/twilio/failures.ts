/** Twilio's error codes (twilio.com/docs/api/errors), as what is to be done about each. */
import { classOfStatus } from "../answers.ts";
import type { FailureClass } from "../courier.ts";

const classes: Record<number, FailureClass> = {
  /** The number is none, is no mobile, has opted out. */
  21211: "address",
  21214: "address",
  21610: "address",
  21614: "address",
  /** This sender can't reach this number: another one might, so the number itself is not given up. */
  21612: "message",
  20003: "account",
  21212: "account",
  21408: "account",
  21606: "account",
  21608: "account",
  20429: "rate-limited",
  21611: "rate-limited",
  /** Of a message that was taken: unknown number, landline or unreachable carrier. */
  30005: "address",
  30006: "address",
  30001: "rate-limited",
  30002: "account",
};

/** By Twilio's code where it says more than the status. */
export const classOfError = (code: number | undefined, status: number): FailureClass =>
  (code === undefined ? undefined : classes[code]) ?? classOfStatus(status);

/** Of a message that was taken and did not arrive; most codes say nothing of the number for good. */
export const classOfUndelivered = (code: number | undefined): FailureClass =>
  (code === undefined ? undefined : classes[code]) ?? "message";
