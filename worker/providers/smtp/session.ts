/**
 * One SMTP session over `cloudflare:sockets` (RFC 5321; AUTH: RFC 4954; STARTTLS: RFC 3207). Not worker-mailer's own: that
 * one signs in without TLS where STARTTLS is missing, and reads for ever, without a pause, from a connection that the server has closed.
 */

export interface SmtpServer {
  host: string;
  port: number;
  /** `none` sends the password in the clear: only for private hosts, which the caller checks. */
  security: "tls" | "starttls" | "none";
  /** Empty where the server asks for none. */
  username: string;
  password: string;
}

export type Stage = "connect" | "hello" | "tls" | "auth" | "sender" | "recipient" | "data" | "body";

export interface Reply {
  code: number;
  /** All lines, without their codes. */
  text: string;
  /** Enhanced status such as `5.1.1` (RFC 3463), or empty. */
  status: string;
}

/** The server refused, or nothing came. */
export class SmtpFailure extends Error {
  readonly stage: Stage;
  readonly reply: Reply | undefined;

  constructor(stage: Stage, message: string, reply?: Reply) {
    super(message);
    this.stage = stage;
    this.reply = reply;
  }
}

const longestReply = 16 * 1024;
const encoder = new TextEncoder();

export class SmtpSession {
  #socket: Socket;
  readonly #timeoutMs: number;
  #reader: ReadableStreamDefaultReader<Uint8Array>;
  #writer: WritableStreamDefaultWriter<Uint8Array>;
  #decoder = new TextDecoder();
  #received = "";
  #stage: Stage = "connect";

  private constructor(socket: Socket, timeoutMs: number) {
    this.#socket = socket;
    this.#timeoutMs = timeoutMs;
    this.#reader = socket.readable.getReader();
    this.#writer = socket.writable.getWriter();
  }

  /**
   * Connects, greets, turns TLS on where it is wanted, and signs in.
   * @param name what we call ourselves: the sender's domain
   * @throws SmtpFailure
   */
  static async open(server: SmtpServer, name: string, timeoutMs: number): Promise<SmtpSession> {
    // Imported when needed, so that this module can be read outside workerd.
    const { connect } = await import("cloudflare:sockets");
    const secureTransport = ({ tls: "on", starttls: "starttls", none: "off" } as const)[server.security];
    let session: SmtpSession;
    try {
      const socket = connect({ hostname: server.host, port: server.port }, { secureTransport, allowHalfOpen: false });
      session = new SmtpSession(socket, timeoutMs);
    } catch (error) {
      throw new SmtpFailure("connect", error instanceof Error ? error.message : "The address can't be connected to.");
    }
    try {
      await session.#begin(server, name);
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  /** @throws SmtpFailure; at the stage `body` without a reply nobody knows whether the message was taken */
  async deliver(from: string, to: string, data: string): Promise<Reply> {
    await this.#command("sender", `MAIL FROM:<${from}>`, 2);
    await this.#command("recipient", `RCPT TO:<${to}>`, 2);
    await this.#command("data", "DATA", 3);
    return this.#command("body", data.replace(/\r\n$/, ""), 2);
  }

  /** Says goodbye without waiting for long, and closes. */
  async quit(): Promise<void> {
    await this.#command("hello", "QUIT", 2).catch(() => undefined);
    await this.close();
  }

  async close(): Promise<void> {
    await this.#socket.close().catch(() => undefined);
  }

  async #begin(server: SmtpServer, name: string): Promise<void> {
    await this.#within(this.#socket.opened, "The server could not be reached");
    this.#expect(await this.#reply(), 2);
    let features = await this.#hello(name);
    if (server.security === "starttls") {
      await this.#startTls(features);
      features = await this.#hello(name);
    }
    if (server.username !== "") await this.#signIn(features, server);
  }

  /** What the server can, one feature a line. */
  async #hello(name: string): Promise<string[]> {
    const { text } = await this.#command("hello", `EHLO ${name}`, 2);
    return text.toUpperCase().split("\n").slice(1);
  }

  async #startTls(features: string[]): Promise<void> {
    this.#stage = "tls";
    if (!features.includes("STARTTLS")) throw new SmtpFailure("tls", "The server does not offer STARTTLS.", noReply);
    await this.#command("tls", "STARTTLS", 2);
    this.#reader.releaseLock();
    this.#writer.releaseLock();
    try {
      this.#socket = this.#socket.startTls();
    } catch {
      throw new SmtpFailure("tls", "TLS could not be set up.");
    }
    this.#reader = this.#socket.readable.getReader();
    this.#writer = this.#socket.writable.getWriter();
    this.#decoder = new TextDecoder();
    // What came in the clear after the server's yes is not part of the secured session (RFC 3207, 4.2).
    this.#received = "";
    await this.#within(this.#socket.opened, "TLS could not be set up");
  }

  async #signIn(features: string[], { username, password }: SmtpServer): Promise<void> {
    const mechanisms = features.filter((line) => /^AUTH[ =]/.test(line)).flatMap((line) => line.split(/[ =]/).slice(1));
    if (mechanisms.includes("PLAIN")) {
      await this.#command("auth", `AUTH PLAIN ${base64(`\0${username}\0${password}`)}`, 2);
    } else if (mechanisms.includes("LOGIN")) {
      await this.#command("auth", "AUTH LOGIN", 3);
      await this.#command("auth", base64(username), 3);
      await this.#command("auth", base64(password), 2);
    } else {
      throw new SmtpFailure("auth", "The server offers neither AUTH PLAIN nor AUTH LOGIN.", noReply);
    }
  }

  async #command(stage: Stage, line: string, expected: 2 | 3): Promise<Reply> {
    this.#stage = stage;
    await this.#within(this.#writer.write(encoder.encode(`${line}\r\n`)), "The connection was lost");
    return this.#expect(await this.#reply(), expected);
  }

  #expect(reply: Reply, expected: 2 | 3): Reply {
    if (Math.floor(reply.code / 100) === expected) return reply;
    throw new SmtpFailure(this.#stage, reply.text, reply);
  }

  /** Reads one reply: lines `250-…` until one `250 …`. */
  async #reply(): Promise<Reply> {
    for (;;) {
      const end = /^\d{3}(?: [^\n]*)?\r?\n/m.exec(this.#received);
      if (end) {
        const lines = this.#received
          .slice(0, end.index + end[0].length)
          .trimEnd()
          .split(/\r?\n/);
        this.#received = this.#received.slice(end.index + end[0].length);
        const text = lines.map((line) => line.slice(4)).join("\n");
        return { code: Number(end[0].slice(0, 3)), text, status: /^[245]\.\d{1,3}\.\d{1,3}/.exec(text)?.[0] ?? "" };
      }
      if (this.#received.length > longestReply) throw new SmtpFailure(this.#stage, "The server's reply is too long.");
      const { done, value } = await this.#within(this.#reader.read(), "The connection was lost");
      if (done) throw new SmtpFailure(this.#stage, "The server closed the connection.");
      this.#received += this.#decoder.decode(value, { stream: true });
    }
  }

  async #within<T>(work: Promise<T>, failure: string): Promise<T> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer within ${this.#timeoutMs} ms`)), this.#timeoutMs);
    });
    try {
      return await Promise.race([work, late]);
    } catch (error) {
      const why = error instanceof Error ? error.message.replace(/\.$/, "") : "unknown";
      throw new SmtpFailure(this.#stage, `${failure}: ${why}.`);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** Stands for a refusal of ours: what the server offers is not enough. */
const noReply: Reply = { code: 0, text: "", status: "" };

const base64 = (text: string): string => Buffer.from(text).toString("base64");
