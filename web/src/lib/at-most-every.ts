/**
 * Runs `work` at once, and again while calls keep coming, but not sooner than `periodMs` after the last time. What was
 * asked for in between is done once, at the end of the period. `after` runs later; its answer calls that off.
 */
export function atMostEvery(
  periodMs: number,
  work: () => void,
  after: (milliseconds: number, work: () => void) => () => void,
) {
  let resting = false;
  let asked = false;
  let callOff = () => {};

  function run(): void {
    if (resting) {
      asked = true;
      return;
    }
    work();
    resting = true;
    callOff = after(periodMs, () => {
      resting = false;
      if (asked) {
        asked = false;
        run();
      }
    });
  }
  return { run, stop: () => callOff() };
}
