import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import { upload } from "../../core/http/upload.ts";
import { listIdentities, rejectIdentity, submitIdentity, verifyIdentity } from "./identity.ts";
import {
  avatarAnswer,
  identityInput,
  identityQuery,
  identityReview,
  profileAnswer,
  profileDataPatch,
  rejectionInput,
  revealUserAnswer,
  revealUserInput,
  userIdParam,
  verificationInput,
} from "./profile-inputs.ts";
import { getProfile, removeAvatar, revealUser, setAvatar, updateProfile } from "./profile.ts";

export function profileRoutes(app: App): void {
  const own = { tag: "Profile", limit: "general", status: 200, response: profileAnswer } as const;
  endpoint(
    app,
    {
      ...own,
      method: "get",
      path: "/auth/me/profile",
      id: "getProfile",
      summary: "Your profile",
      access: "profile:read",
    },
    (ctx) => getProfile(ctx, ctx.actor.id),
  );
  endpoint(
    app,
    {
      ...own,
      method: "patch",
      path: "/auth/me/profile",
      id: "updateProfile",
      summary: "Change what your profile tells; bank numbers are kept sealed",
      access: "profile:write",
      body: profileDataPatch,
    },
    (ctx, { body }) => updateProfile(ctx, body),
  );
  endpoint(
    app,
    {
      ...own,
      method: "put",
      path: "/auth/me/avatar",
      id: "setAvatar",
      summary: "Your picture: cut to 256 pixels square and made anew, without place or camera",
      access: "profile:write",
      body: upload({
        types: ["image/jpeg", "image/png", "multipart/form-data"],
        limitBytes: ({ tenant }) => Number(tenant.settings["fileLimitBytes"]),
      }),
      response: avatarAnswer,
    },
    (ctx, { body }) => setAvatar(ctx, body),
  );
  endpoint(
    app,
    {
      method: "delete",
      path: "/auth/me/avatar",
      id: "removeAvatar",
      tag: "Profile",
      summary: "Take your picture away",
      access: "profile:write",
      limit: "general",
      status: 204,
    },
    (ctx) => removeAvatar(ctx),
  );
  endpoint(
    app,
    {
      ...own,
      method: "post",
      path: "/auth/me/identity",
      id: "submitIdentity",
      summary: "Send your identity document for review",
      access: "profile:write",
      body: identityInput,
    },
    (ctx, { body }) => submitIdentity(ctx, body),
  );
  reviewRoutes(app);
}

function reviewRoutes(app: App): void {
  const other = { tag: "Profile", limit: "general", status: 200, params: userIdParam } as const;
  const reviewed = { ...other, access: "users:verify", response: profileAnswer } as const;
  endpoint(
    app,
    {
      method: "get",
      path: "/identities",
      id: "listIdentities",
      tag: "Profile",
      summary: "Identity documents by the state of their review",
      access: "users:verify",
      limit: "general",
      query: identityQuery,
      status: 200,
      response: pageOf(identityReview),
    },
    (ctx, { query }) => listIdentities(ctx, query),
  );
  endpoint(
    app,
    { ...reviewed, method: "get", path: "/users/{id}/profile", id: "getUserProfile", summary: "A user's profile" },
    (ctx, { params }) => getProfile(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...reviewed,
      method: "post",
      path: "/users/{id}/identity/verification",
      id: "verifyIdentity",
      summary: "Find a user to be who the document says; nobody does so for themselves",
      body: verificationInput,
    },
    (ctx, { params, body }) => verifyIdentity(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...reviewed,
      method: "post",
      path: "/users/{id}/identity/rejection",
      id: "rejectIdentity",
      summary: "Refuse an identity document and say why",
      body: rejectionInput,
    },
    (ctx, { params, body }) => rejectIdentity(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...other,
      method: "post",
      path: "/users/{id}/reveal",
      id: "revealUser",
      summary: "Show sealed fields whole; every reveal is audited",
      access: "users:reveal",
      body: revealUserInput,
      response: revealUserAnswer,
    },
    (ctx, { params, body }) => revealUser(ctx, params.id, body),
  );
}
