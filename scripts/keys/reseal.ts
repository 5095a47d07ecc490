/** Drives `POST /operator/reseal` from the first row to the last, as often as it takes until nothing is left to do. */

interface Position {
  shard: number;
  column: string;
  after?: string[] | undefined;
}

/** An answer of `POST /operator/reseal`. */
export interface Chunk {
  masterKey: { current: string; previous: string | null };
  shard: number;
  column: string;
  read: number;
  resealed: number;
  changedMeanwhile: number;
  unopenable: { column: string; row: string[] }[];
  next: Position | null;
}

/** Sends one request to the Worker and gives its answer. */
export type Send = (body: { position?: Position | undefined; limit?: number | undefined }) => Promise<Chunk>;

export interface Pass {
  read: number;
  resealed: number;
  changedMeanwhile: number;
  unopenable: Chunk["unopenable"];
}

/** Walks over every sealed row of every shard once. Interrupted, it may begin anew: what is done is only looked at. */
export async function pass(send: Send, say: (line: string) => void, limit?: number): Promise<Pass> {
  const sum: Pass = { read: 0, resealed: 0, changedMeanwhile: 0, unopenable: [] };
  let place = "";
  for (let position: Position | null | undefined; position !== null;) {
    const chunk: Chunk = await send({ position, limit });
    sum.read += chunk.read;
    sum.resealed += chunk.resealed;
    sum.changedMeanwhile += chunk.changedMeanwhile;
    sum.unopenable.push(...chunk.unopenable);
    const here = `shard ${chunk.shard}, ${chunk.column}`;
    if (here !== place || sum.read % 10_000 < chunk.read)
      say(`  ${here}: ${sum.read} rows seen, ${sum.resealed} resealed`);
    place = here;
    position = chunk.next;
  }
  return sum;
}

export interface RotationOptions {
  say: (line: string) => void;
  /** Until requests that began under the settings before are over. */
  settle: () => Promise<void>;
  limit?: number;
}

const passesAllowed = 10;

/**
 * Reseals until a whole pass, begun after `settle`, finds nothing to do: then no text needs the previous key.
 * @throws when rows can't be opened by either key, or when work does not end
 */
export async function resealAll(send: Send, { say, settle, limit }: RotationOptions): Promise<void> {
  for (let round = 1; round <= passesAllowed; round++) {
    say(`Pass ${round}`);
    const { resealed, changedMeanwhile, unopenable } = await pass(send, say, limit);
    if (unopenable.length > 0) throw new Error(complaint(unopenable));
    if (round > 1 && resealed + changedMeanwhile === 0) return;
    if (round < passesAllowed) await settle();
  }
  throw new Error(
    `Still texts under another key after ${passesAllowed} passes: does every Worker have the new settings?`,
  );
}

const complaint = (rows: Chunk["unopenable"]): string =>
  [
    `${rows.length} rows are opened by neither key. Keep every key you have, and look for the one they were sealed under:`,
    ...rows.slice(0, 20).map(({ column, row }) => `  ${column} ${row.join(" ")}`),
  ].join("\n");

/**
 * Speaks to a Worker over HTTP. Waits where it is told to, and tries again what a network lost.
 * @throws with what the Worker answered, when it refuses
 */
export function sender(url: string, token: string, wait: (ms: number) => Promise<void>): Send {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", "accept-language": "en" };
  return async (body) => {
    for (let tries = 1; ; tries++) {
      const request = { method: "POST", headers, body: JSON.stringify(body) };
      const response = await fetch(`${url}/operator/reseal`, request).catch(() => undefined);
      if (response?.ok) return (await response.json()) as Chunk;
      if (response && response.status !== 429 && response.status < 500)
        throw new Error(
          `${url}/operator/reseal answered ${response.status}: ${await response.text()}${hint(response)}`,
        );
      if (tries === 8) throw new Error(`${url}/operator/reseal can't be reached (${response?.status ?? "no answer"})`);
      await wait(1000 * Number(response?.headers.get("retry-after") ?? 2 ** (tries - 1)));
    }
  };
}

const hint = ({ status }: Response): string =>
  status === 404 ? "\nIs OPERATOR_TOKEN set there, and is the address that of APP_HOST?" : "";
