/** Typed ways to the Durable Objects, each named with its tenant and checking it on every call, and to stored objects. */
import type { Context } from "./context.ts";
import type { Pace, Slot } from "../../durable-objects/buckets.ts";
import type { Permission } from "./access.ts";

/** A message of the room, as dashboards get it. */
export interface LiveEvent {
  /** Rises by one with each event of the room; a client that reconnects names the last it saw. */
  id: string;
  type: string;
  data: Record<string, unknown>;
  /** ISO 8601. */
  at: string;
}

/** Who listens on a socket. */
export interface Reader {
  tenantId: string;
  sessionId: string;
  userId: string;
  permissions: string[];
  /** A profile's name where events are written its way (`compat/live-formats.ts`); without one, as `LiveEvent`. */
  format?: string | undefined;
}

const roomOf = ({ env, tenant }: Pick<Context, "env" | "tenant">) => env.TENANT_ROOM.getByName(`tenant:${tenant.id}`);

/** Sends an event to the tenant's open dashboards, to those who hold `permission`. Safe to repeat. */
export const publishLive = (
  ctx: Context,
  permission: Permission,
  event: Omit<LiveEvent, "id"> & { eventId: string },
): Promise<void> => roomOf(ctx).publish(ctx.tenant.id, permission, event);

/** Sends events to the open dashboards of single users. Safe to repeat. */
export const publishToUsers = (
  ctx: Context,
  list: readonly { userId: string; event: Omit<LiveEvent, "id"> & { eventId: string } }[],
): Promise<void> =>
  roomOf(ctx).publishAll(
    ctx.tenant.id,
    list.map(({ userId, event }) => ({ audience: audienceOfUser(userId), event })),
  );

/** Stands where a permission does, for events of one user. */
export const audienceOfUser = (userId: string): string => `user:${userId}`;

/** Opens a reader's socket in the tenant's room. */
export function joinRoom(ctx: Context, reader: Reader, lastEventId: string | undefined): Promise<Response> {
  const url = new URL("https://room/");
  if (lastEventId !== undefined) url.searchParams.set("lastEventId", lastEventId);
  return roomOf(ctx).fetch(url, { headers: { upgrade: "websocket", "x-tepi-reader": JSON.stringify(reader) } });
}

/** Closes every socket of the tenant and empties its room. */
export const emptyRoom = (ctx: Pick<Context, "env" | "tenant">): Promise<void> => roomOf(ctx).empty(ctx.tenant.id);

/** Closes a user's sockets, but for those of one session. Who may still listen comes back with a new ticket. */
export const leaveRoomAs = (ctx: Context, userId: string, exceptSessionId: string | null = null): Promise<void> =>
  roomOf(ctx).endUser(ctx.tenant.id, userId, exceptSessionId);

/** Closes the sockets of an ended session. */
export const leaveRoom = (ctx: Context, sessionId: string): Promise<void> =>
  roomOf(ctx).endSession(ctx.tenant.id, sessionId);

/** Removes every object of the tenant whose key, beyond the tenant's own, begins with `prefix`. */
export async function removeObjects({ env, tenant }: Pick<Context, "env" | "tenant">, prefix: string): Promise<void> {
  for (;;) {
    const { objects } = await env.FILES.list({ prefix: `${tenant.id}/${prefix}`, limit: 1000 });
    if (objects.length === 0) return;
    await env.FILES.delete(objects.map(({ key }) => key));
  }
}

/** Parts of one size, the least that R2 takes (R2, Multipart upload limits). */
const partBytes = 5 * 1024 * 1024;

/** Stores an object whose length is not known yet while it comes in; no more than a part of it is in memory. */
export class ObjectWriter {
  readonly #bucket: R2Bucket;
  readonly #key: string;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #upload: R2MultipartUpload | undefined;
  #parts: R2UploadedPart[] = [];

  /** @param key beyond the tenant's own */
  constructor({ env, tenant }: Pick<Context, "env" | "tenant">, key: string) {
    this.#bucket = env.FILES;
    this.#key = `${tenant.id}/${key}`;
  }

  async write(chunk: Uint8Array): Promise<void> {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.byteLength;
    while (this.#waitingBytes > partBytes) {
      const all = Buffer.concat(this.#waiting);
      await this.#send(all.subarray(0, partBytes));
      this.#waiting = [all.subarray(partBytes)];
      this.#waitingBytes = all.length - partBytes;
    }
  }

  async close(): Promise<void> {
    const rest = Buffer.concat(this.#waiting);
    if (!this.#upload) return void (await this.#bucket.put(this.#key, rest));
    await this.#send(rest);
    await this.#upload.complete(this.#parts);
  }

  /** Leaves nothing behind. */
  async abort(): Promise<void> {
    await this.#upload?.abort();
  }

  async #send(part: Uint8Array): Promise<void> {
    this.#upload ??= await this.#bucket.createMultipartUpload(this.#key);
    this.#parts.push(await this.#upload.uploadPart(this.#parts.length + 1, part));
  }
}

/** What may go when: one object per sending account counts for all of the Worker. See `Pacer`. */
const pacerOf = ({ env, tenant }: Pick<Context, "env" | "tenant">, account: string) =>
  env.PACER.getByName(account.endsWith(":operator") ? account : `tenant:${tenant.id}:${account}`);

/** Asks for the moments at which an account may send: milliseconds from now, and whether each is kept free for us. */
export const reserveSlots = (
  ctx: Pick<Context, "env" | "tenant">,
  account: string,
  recipients: readonly string[],
  pace: { account: Pace; recipient?: Pace | undefined },
  horizonMs: number,
): Promise<Slot[]> => pacerOf(ctx, account).reserve(recipients, pace, horizonMs);

/** Nothing goes over the account, or to one of its recipients, for so long: the provider said so. */
export const holdBack = (
  ctx: Pick<Context, "env" | "tenant">,
  account: string,
  recipient: string | undefined,
  pace: Pace,
  waitMs: number,
): Promise<void> => pacerOf(ctx, account).hold(recipient, pace, waitMs);
