import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { allPages } from "#lib/api/list-query.ts";
import { m } from "#lib/paraglide/messages.js";
import { queryClient } from "#lib/query-client.ts";
import { roleWords } from "./role-words.ts";

export type Member = Schemas["Member"];
export type MemberDetail = Schemas["MemberDetail"];
export type Invitation = Schemas["Invitation"];
export type Role = Schemas["Role"];
export type BuiltInRole = Member["role"];

/** One member by id. */
export const memberQuery = (id: string) =>
  queryOptions({
    queryKey: ["members", "one", id],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/users/{id}", { signal, params: { path: { id } } })),
  });

/** How many members there are. */
export const memberStatisticsQuery = () =>
  queryOptions({
    queryKey: ["members", "statistics"],
    queryFn: ({ signal }) => unwrap(api.GET("/api/v1/users/statistics", { signal })),
  });

/** The built-in roles and the company's own. */
export const rolesQuery = () => queryOptions({ queryKey: ["roles"], queryFn: ({ signal }) => allRoles(signal) });

async function allRoles(signal: AbortSignal): Promise<Pick<Schemas["Roles"], "builtIn" | "data">> {
  let builtIn: Schemas["Roles"]["builtIn"] = [];
  const data = await allPages(async (cursor) => {
    const query = { limit: 100, ...(cursor && { cursor }) };
    const page = await unwrap(api.GET("/api/v1/roles", { signal, params: { query } }));
    builtIn = page.builtIn;
    return page;
  });
  return { builtIn, data };
}

/** What a member's role is called. */
export const roleName = ({ role, customRole }: Pick<Member, "role" | "customRole">): string =>
  customRole?.name ?? roleWords[role]();

export const memberStates: Record<Member["state"], () => string> = {
  active: m.members_state_active,
  inactive: m.members_state_inactive,
};

/** After any change of members, roles or invitations. */
export function refreshMembers(): void {
  for (const key of ["members", "roles", "invitations", "activity-logs"]) {
    void queryClient.invalidateQueries({ queryKey: [key] });
  }
}

/** A sealed field whole; that it was shown is written down. */
export async function revealed(id: string, field: "bankAccount" | "ktp"): Promise<Schemas["RevealedUser"]> {
  const path = { id };
  const answer = await unwrap(api.POST("/api/v1/users/{id}/reveal", { params: { path }, body: { fields: [field] } }));
  void queryClient.invalidateQueries({ queryKey: ["activity-logs"] });
  return answer;
}
