import { DurableObject } from "cloudflare:workers";
import type { Env } from "../worker/env.ts";
import { liveFormats } from "../worker/compat/live-formats.ts";
import { audienceOfUser, type LiveEvent, type Reader } from "../worker/core/objects.ts";

/** Events kept for those who reconnect. Who was away for longer is told to load afresh. */
const keptEvents = 1000;

interface StoredEvent extends Record<string, SqlStorageValue> {
  seq: number;
  event_id: string;
  permission: string;
  body: string;
}

/**
 * The room of one tenant: every open dashboard has a socket here, and sees the events that its reader may see. Sockets
 * sleep with the object (hibernation); what a socket needs on waking is in its attachment.
 */
export class TenantRoom extends DurableObject<Env> {
  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.#prepare();
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair("ping", "pong"));
  }

  #prepare(): void {
    this.ctx.storage.sql.exec(
      `create table if not exists events (
         seq integer primary key autoincrement, event_id text not null unique, permission text not null, body text not null)`,
    );
  }

  /** Opens a reader's socket and sends what it missed since `lastEventId`. */
  override async fetch(request: Request): Promise<Response> {
    const reader = JSON.parse(request.headers.get("x-tepi-reader") ?? "{}") as Reader;
    if (!this.#isOurs(reader.tenantId)) return new Response(null, { status: 404 });
    const pair = new WebSocketPair();
    this.ctx.acceptWebSocket(pair[1], [`session:${reader.sessionId}`, `user:${reader.userId}`]);
    pair[1].serializeAttachment(reader);
    this.#catchUp(pair[1], reader, new URL(request.url).searchParams.get("lastEventId"));
    return new Response(null, { status: 101, webSocket: pair[0] });
  }

  /**
   * Sends an event to every reader who may see it: who holds the permission, or is the user it is for. Publishing the same
   * event again does nothing.
   */
  async publish(tenantId: string, audience: string, event: PublishedEvent): Promise<void> {
    await this.publishAll(tenantId, [{ audience, event }]);
  }

  /** Sends several events. */
  async publishAll(tenantId: string, list: { audience: string; event: PublishedEvent }[]): Promise<void> {
    if (!this.#isOurs(tenantId)) throw new Error("This room belongs to another tenant");
    const { sql } = this.ctx.storage;
    for (const { audience, event } of list) {
      const { eventId, ...shown } = event;
      const stored = sql
        .exec<StoredEvent>(
          "insert into events (event_id, permission, body) values (?, ?, ?) on conflict do nothing returning *",
          eventId,
          audience,
          JSON.stringify(shown),
        )
        .toArray()[0];
      if (stored) this.#send(stored);
    }
    sql.exec("delete from events where seq <= (select max(seq) from events) - ?", keptEvents);
  }

  #send(stored: StoredEvent): void {
    for (const socket of this.ctx.getWebSockets()) tell(socket, socket.deserializeAttachment() as Reader, stored);
  }

  /** Closes the sockets of a session that has ended. */
  async endSession(tenantId: string, sessionId: string): Promise<void> {
    if (!this.#isOurs(tenantId)) return;
    for (const socket of this.ctx.getWebSockets(`session:${sessionId}`)) socket.close(4401, "session ended");
  }

  /** Closes a user's sockets, but for those of one session. */
  async endUser(tenantId: string, userId: string, exceptSessionId: string | null): Promise<void> {
    if (!this.#isOurs(tenantId)) return;
    for (const socket of this.ctx.getWebSockets(`user:${userId}`))
      if ((socket.deserializeAttachment() as Reader).sessionId !== exceptSessionId)
        socket.close(4401, "session ended or changed");
  }

  /** Closes every socket and forgets every event: the tenant is being deleted. */
  async empty(tenantId: string): Promise<void> {
    if (!this.#isOurs(tenantId)) return;
    for (const socket of this.ctx.getWebSockets()) socket.close(4404, "tenant deleted");
    await this.ctx.storage.deleteAll();
    this.#prepare();
  }

  /** What the room holds. */
  async size(tenantId: string): Promise<{ events: number; sockets: number }> {
    if (!this.#isOurs(tenantId)) return { events: 0, sockets: 0 };
    const { events } = this.ctx.storage.sql.exec<{ events: number }>("select count(*) as events from events").one();
    return { events, sockets: this.ctx.getWebSockets().length };
  }

  override webSocketMessage(): void {
    // Readers only listen; "ping" is answered without waking the object.
  }

  override webSocketClose(socket: WebSocket, code: number): void {
    socket.close(code === 1005 || code === 1006 ? 1000 : code);
  }

  #catchUp(socket: WebSocket, reader: Reader, lastEventId: string | null): void {
    if (lastEventId === null) return;
    const { sql } = this.ctx.storage;
    const { first, last } = sql
      .exec<{ first: number | null; last: number | null }>("select min(seq) as first, max(seq) as last from events")
      .one();
    const since = /^\d{1,15}$/.test(lastEventId) ? Number(lastEventId) : -1;
    // A gap, or a number that this room never gave: nobody can say what was missed.
    if (since < (first ?? 1) - 1 || since > (last ?? 0)) {
      socket.send(JSON.stringify({ type: "reset" }));
      return;
    }
    for (const event of sql.exec<StoredEvent>("select * from events where seq > ? order by seq", since))
      tell(socket, reader, event);
  }

  #isOurs(tenantId: string | undefined): boolean {
    return tenantId !== undefined && this.ctx.id.name === `tenant:${tenantId}`;
  }
}

type PublishedEvent = Omit<LiveEvent, "id"> & { eventId: string };

const maySee = (reader: Reader, { permission }: StoredEvent): boolean =>
  reader.permissions.includes(permission) || permission === audienceOfUser(reader.userId);

/** Sends an event to who may see it, the way its reader wants it written. */
function tell(socket: WebSocket, reader: Reader, stored: StoredEvent): void {
  if (!maySee(reader, stored)) return;
  const event = { id: String(stored.seq), ...(JSON.parse(stored.body) as Omit<LiveEvent, "id">) };
  const message = reader.format ? liveFormats[reader.format]?.(event) : event;
  if (message) socket.send(JSON.stringify(message));
}
