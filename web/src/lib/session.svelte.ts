import { goto } from "$app/navigation";
import { page } from "$app/state";
import { api, onSignedOut, unwrap, type Schemas } from "#lib/api/client.ts";
import { tokens, type TokenAnswer } from "#lib/api/tokens.ts";
import { i18n } from "#lib/i18n.svelte.ts";
import { paths } from "#lib/paths.ts";
import { queryClient } from "#lib/query-client.ts";

export type Me = Schemas["Me"];
export type Permission = Me["permissions"][number];
/** The kinds of business a tenant can be in. */
export type Kind = "isp" | "ppob" | "pawn";

const meKey = "tepi.me";

/** Who is signed in, to which tenant, and what they may do. */
class Session {
  /** Kept from the last visit at first, so that the shell stands at once; then as the server says. */
  current = $state.raw<Me | undefined>(remembered());

  /** Where to go when the session ends, if not to the login: an import takes the accounts with it. */
  leavesTo: string | undefined;

  constructor() {
    if (this.current) i18n.useTenant(this.current.tenant);
  }

  /** For pages inside the shell, which are shown to signed-in users only. */
  get me(): Me {
    if (!this.current) throw new Error("No one is signed in");
    return this.current;
  }

  /** May the user do this? `session.can("customers:write")` */
  can(permission: Permission): boolean {
    return (this.current?.permissions as Permission[] | undefined)?.includes(permission) ?? false;
  }

  /** Is the tenant in one of these kinds of business? */
  is(...kinds: Kind[]): boolean {
    return kinds.some((kind) => this.current?.tenant.kinds.includes(kind));
  }

  /** Asks the server. Throws `ApiError` or `NetworkError`. */
  async load(): Promise<Me> {
    const me = await unwrap(api.GET("/api/v1/auth/me"));
    if (this.current && this.current.user.id !== me.user.id) queryClient.clear();
    this.current = me;
    i18n.useTenant(me.tenant);
    localStorage.setItem(meKey, JSON.stringify(me));
    return me;
  }

  /** Keeps the tokens of a login or sign-up and goes on to the page that was asked for. */
  async start(answer: TokenAnswer, next: string): Promise<void> {
    queryClient.clear();
    tokens.write(answer);
    await this.load();
    await goto(next, { replace: true });
  }

  /** Ends the session here and on the server; a server out of reach does not keep the user in. */
  async signOut(): Promise<void> {
    const refreshToken = tokens.read()?.refreshToken;
    if (refreshToken) {
      await api.POST("/api/v1/auth/logout", { body: { refresh_token: refreshToken } }).catch(() => undefined);
    }
    await this.#leave(paths.login());
  }

  /** The session ended without the user's doing: back here after the login. */
  ended(): void {
    if ([paths.login(), paths.imported()].includes(page.url.pathname)) return;
    void this.#leave(this.leavesTo ?? paths.login(page.url.pathname + page.url.search));
  }

  /** The page goes first, because what it shows is taken away after it. */
  async #leave(to: string): Promise<void> {
    tokens.clear();
    localStorage.removeItem(meKey);
    await goto(to);
    this.current = undefined;
    queryClient.clear();
  }
}

function remembered(): Me | undefined {
  if (!tokens.read()) return undefined;
  try {
    return (JSON.parse(localStorage.getItem(meKey) ?? "null") as Me | null) ?? undefined;
  } catch {
    return undefined;
  }
}

export const session = new Session();
onSignedOut(() => session.ended());
