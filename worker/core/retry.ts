import type { RandomBytes } from "./ids.ts";

const firstDelaySeconds = 2;
const longestDelaySeconds = 600;

/** How long to wait before the next try: doubling from 2 s to 10 min, with full jitter, so that many failures spread out. */
export function retryDelaySeconds(attempts: number, random: RandomBytes): number {
  const most = Math.min(longestDelaySeconds, firstDelaySeconds * 2 ** (attempts - 1));
  return Math.ceil((((random(1)[0] ?? 0) + 1) / 256) * most);
}
