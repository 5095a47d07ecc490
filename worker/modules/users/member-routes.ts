import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import { deactivateMember, reactivateMember, transferOwnership, updateMember } from "./member-changes.ts";
import {
  memberAnswer,
  memberDetailAnswer,
  memberId,
  memberPatch,
  memberQuery,
  statisticsAnswer,
} from "./member-inputs.ts";
import { getMember, listMembers, memberStatistics } from "./members.ts";
import { passwordInput } from "./sign-in-inputs.ts";
import { resetTotpOf } from "./totp.ts";

export function memberRoutes(app: App): void {
  const all = { path: "/users", tag: "Members", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/users/{id}", params: memberId, response: memberAnswer, access: "users:write" } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listUsers",
      summary: "Members, found by name, email or username",
      access: "users:read",
      query: memberQuery,
      response: pageOf(memberAnswer),
    },
    (ctx, { query }) => listMembers(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "get",
      path: "/users/statistics",
      id: "getUserStatistics",
      summary: "How many members there are, by role and state",
      access: "users:read",
      response: statisticsAnswer,
    },
    (ctx) => memberStatistics(ctx),
  );
  endpoint(
    app,
    { ...one, method: "get", id: "getUser", summary: "A member", access: "users:read", response: memberDetailAnswer },
    (ctx, { params }) => getMember(ctx, params.id),
  );
  endpoint(
    app,
    { ...one, method: "patch", id: "updateUser", summary: "Change a member's name, role or state", body: memberPatch },
    (ctx, { params, body }) => updateMember(ctx, params.id, body),
  );
  const state = { ...one, path: "/users/{id}/deactivation" } as const;
  endpoint(
    app,
    { ...state, method: "post", id: "deactivateUser", summary: "Shut a member out at once; all sessions end" },
    (ctx, { params }) => deactivateMember(ctx, params.id),
  );
  endpoint(
    app,
    { ...state, method: "delete", id: "reactivateUser", summary: "Let a member in again" },
    (ctx, { params }) => reactivateMember(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      method: "post",
      path: "/users/{id}/ownership",
      id: "transferOwnership",
      summary: "Hand ownership over to a member, and become admin",
      access: "ownership:write",
      limit: "authentication",
      body: passwordInput,
    },
    (ctx, { params, body }) => transferOwnership(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...all,
      method: "delete",
      path: "/users/{id}/totp",
      id: "resetUserTotp",
      summary: "Switch a member's second step off, and end all sessions: for who lost phone and codes",
      access: "users:write",
      params: memberId,
      status: 204,
    },
    (ctx, { params }) => resetTotpOf(ctx, params.id),
  );
}
