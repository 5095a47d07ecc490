/** The compatibility profiles: each a list of routes of its own, below `/compat/{name}`, with its own document. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { Hono } from "hono";
import { endpoint, type App, type AppEnv } from "../core/http/endpoint.ts";
import type { Profile } from "../core/http/profile.ts";
import { artacom, artacomRoutes } from "./artacom/index.ts";
import { fa, faRoutes } from "./fa/index.ts";

const all: { profile: Profile; routes: (app: App) => void }[] = [
  { profile: fa, routes: faRoutes },
  { profile: artacom, routes: artacomRoutes },
];

/** The profile that a path belongs to, for the shape of its errors. */
export const profileAt = (path: string): Profile | undefined => {
  const name = /^\/compat\/([^/]+)/.exec(path)?.[1];
  return all.find(({ profile }) => profile.name === name)?.profile;
};

type Document = ReturnType<App["getOpenAPI31Document"]>;

/** Mounts every profile and gives their documents, made when they are asked for. */
export function mountProfiles(app: App, describeSecurity: (app: App) => void) {
  return all.map(({ profile, routes }) => {
    const own: App = new OpenAPIHono<AppEnv>();
    let described: Document | undefined;
    const document = () => (described ??= own.getOpenAPI31Document(aboutOf(profile)));
    describeSecurity(own);
    routes(own);
    documentRoute(own, profile, document);
    // Through a plain router, so that the API's document does not take the profile's in.
    app.route("/", new Hono<AppEnv>().route(`/compat/${profile.name}`, own));
    return { name: profile.name, document };
  });
}

const aboutOf = ({ name, title }: Profile) => ({
  openapi: "3.1.0",
  info: { title, version: "1", license: { name: "MIT" } },
  servers: [{ url: `/compat/${name}` }],
});

function documentRoute(own: App, profile: Profile, document: () => Document): void {
  endpoint(
    own,
    {
      profile,
      method: "get",
      path: "/openapi.json",
      id: `${profile.name}Document`,
      tag: "Document",
      summary: "This document",
      access: "public",
      limit: "general",
      always: true,
      status: 200,
      produces: ["application/json"],
    },
    async (ctx, _input, c) =>
      // Below the company's own address, whichever way the caller named the company.
      c.json({ ...document(), servers: [{ url: `/t/${ctx.tenant.slug}/compat/${profile.name}` }] }),
  );
}
