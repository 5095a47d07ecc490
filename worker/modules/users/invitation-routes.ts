import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import { acceptInvitation, getPublicInvitation } from "./acceptance.ts";
import { deviceOf } from "./device.ts";
import { tokensAnswer } from "./inputs.ts";
import {
  acceptanceInput,
  invitationAnswer,
  invitationId,
  invitationInput,
  invitationQuery,
  invitationToken,
  publicInvitationAnswer,
  sentInvitationAnswer,
} from "./invitation-inputs.ts";
import {
  createInvitation,
  listInvitations,
  resendInvitation,
  revokeInvitation,
  tenantIdOfInvitation,
} from "./invitations.ts";

export function invitationRoutes(app: App): void {
  const all = { path: "/invitations", tag: "Invitations", limit: "general" } as const;
  const write = { ...all, access: "invitations:write" } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listInvitations",
      summary: "Invitations, newest first",
      access: "invitations:read",
      query: invitationQuery,
      status: 200,
      response: pageOf(invitationAnswer),
    },
    (ctx, { query }) => listInvitations(ctx, query),
  );
  endpoint(
    app,
    {
      ...write,
      method: "post",
      id: "createInvitation",
      summary: "Invite by mail, or by a link to hand over; good for seven days",
      body: invitationInput,
      status: 201,
      response: sentInvitationAnswer,
    },
    (ctx, { body }) => createInvitation(ctx, body),
  );
  endpoint(
    app,
    {
      ...write,
      method: "post",
      path: "/invitations/{id}/resending",
      id: "resendInvitation",
      summary: "Send it again with a new link; the old one is void",
      params: invitationId,
      status: 200,
      response: sentInvitationAnswer,
    },
    (ctx, { params }) => resendInvitation(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...write,
      method: "delete",
      path: "/invitations/{id}",
      id: "revokeInvitation",
      summary: "Take an invitation back",
      params: invitationId,
      status: 204,
    },
    (ctx, { params }) => revokeInvitation(ctx, params.id),
  );
  const open = { tag: "Invitations", access: "public", params: invitationToken } as const;
  endpoint(
    app,
    {
      ...open,
      method: "get",
      path: "/public/invitations/{token}",
      id: "getPublicInvitation",
      summary: "What the reader of an invitation is invited to",
      limit: "general",
      tenantIdOf: tenantIdOfInvitation,
      status: 200,
      response: publicInvitationAnswer,
    },
    (ctx, { params }) => getPublicInvitation(ctx, params.token),
  );
  endpoint(
    app,
    {
      ...open,
      method: "post",
      path: "/public/invitations/{token}/acceptance",
      id: "acceptInvitation",
      summary: "Become a member, signed in at once",
      limit: "authentication",
      tenantIdOf: tenantIdOfInvitation,
      body: acceptanceInput,
      status: 201,
      response: tokensAnswer,
    },
    (ctx, { params, body }, c) => acceptInvitation(ctx, params.token, body, deviceOf(c)),
  );
}
