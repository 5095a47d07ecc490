const firstDelayMs = 1_500;
const growth = 1.4;
const maxDelayMs = 15_000;
/** With the growth above this is about four minutes; a confirmation takes seconds, or comes much later. */
const mostTries = 22;

/** How long to wait before asking for the `tries`th time, the first being 0. */
export const waitMs = (tries: number): number => Math.min(maxDelayMs, firstDelayMs * growth ** tries);

type Surroundings = {
  /** Asks whether the money has arrived. What it throws counts as not yet. */
  ask: () => Promise<boolean>;
  onGiveUp: () => void;
  /** Runs later; the answer calls it off. */
  after: (milliseconds: number, work: () => void) => () => void;
};

/** Asks again and again, ever more seldom, until the payment is there or it takes too long. */
export function waitForPayment({ ask, onGiveUp, after }: Surroundings) {
  let tries = 0;
  let stopped = false;
  let callOff = after(waitMs(0), () => void next());

  async function next(): Promise<void> {
    callOff();
    tries++;
    const arrived = await ask().catch(() => false);
    if (stopped) return;
    if (arrived) stopped = true;
    else if (tries >= mostTries) {
      stopped = true;
      onGiveUp();
    } else callOff = after(waitMs(tries), () => void next());
  }
  return {
    stop(): void {
      stopped = true;
      callOff();
    },
    /** At once, because the reader came back to the page. */
    askNow(): void {
      if (!stopped) void next();
    },
  };
}
