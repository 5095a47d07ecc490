import { z } from "@hono/zod-openapi";
import { endpoint, type App } from "../../../core/http/endpoint.ts";
import { pageOf, pageQuery } from "../../../core/http/page.ts";
import { idPattern } from "../../../core/ids.ts";
import { createAnnouncement, getAnnouncement, listAnnouncements } from "./announcements.ts";
import { listChannels } from "./channel-status.ts";
import {
  announcementAnswer,
  announcementId,
  announcementInput,
  channelPath,
  channelsAnswer,
  documentSentAnswer,
  sendDocumentInput,
  suppressionAnswer,
  suppressionId,
  suppressionQuery,
  testAnswer,
  testInput,
} from "./inputs.ts";
import { listSuppressions, removeSuppression } from "../delivery/suppressions.ts";
import { sendInvoice, sendReceipt } from "./send-document.ts";
import { sendTest } from "./test-send.ts";

export function messageRoutes(app: App): void {
  channelRoutes(app);
  documentRoutes(app);
  announcementRoutes(app);
  suppressionRoutes(app);
}

function channelRoutes(app: App): void {
  const all = { tag: "Channels", status: 200 } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      path: "/channels",
      id: "listChannels",
      summary: "By which accounts each channel sends, and whether they work",
      access: "connections:read",
      limit: "general",
      response: channelsAnswer,
    },
    (ctx) => listChannels(ctx),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      path: "/channels/{channel}/test",
      id: "testChannel",
      summary: "Send a real test message now, and show the provider's answer",
      access: "connections:write",
      limit: "testMessages",
      params: channelPath,
      body: testInput,
      response: testAnswer,
    },
    (ctx, { params, body }) => sendTest(ctx, params.channel, body),
  );
}

/** Invoices and receipts as PDF, sent by hand. */
function documentRoutes(app: App): void {
  const send = {
    method: "post",
    limit: "general",
    body: sendDocumentInput,
    status: 202,
    response: documentSentAnswer,
  } as const;
  endpoint(
    app,
    {
      ...send,
      path: "/invoices/{id}/send",
      id: "sendInvoice",
      tag: "Invoices",
      summary: "Send an invoice to its customer, as PDF by email or WhatsApp",
      access: "invoices:write",
      params: z.object({ id: z.string().regex(idPattern("inv")) }),
    },
    (ctx, { params, body }) => sendInvoice(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...send,
      path: "/payments/{id}/receipt/send",
      id: "sendReceipt",
      tag: "Payments",
      summary: "Send a payment's receipt to its customer, as PDF by email or WhatsApp",
      access: "payments:write",
      params: z.object({ id: z.string().regex(idPattern("pay")) }),
    },
    (ctx, { params, body }) => sendReceipt(ctx, params.id, body),
  );
}

function announcementRoutes(app: App): void {
  const all = {
    path: "/announcements",
    tag: "Announcements",
    access: "announcements:write",
    limit: "general",
    status: 200,
  } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listAnnouncements",
      summary: "Messages sent by hand, newest first",
      query: pageQuery,
      response: pageOf(announcementAnswer),
    },
    (ctx, { query }) => listAnnouncements(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createAnnouncement",
      summary: "Send a message to all users, to roles, or to some",
      body: announcementInput,
      status: 202,
      response: announcementAnswer,
    },
    (ctx, { body }) => createAnnouncement(ctx, body),
  );
  endpoint(
    app,
    {
      ...all,
      method: "get",
      path: "/announcements/{id}",
      id: "getAnnouncement",
      summary: "A message and how far it has come",
      params: announcementId,
      response: announcementAnswer,
    },
    (ctx, { params }) => getAnnouncement(ctx, params.id),
  );
}

function suppressionRoutes(app: App): void {
  const all = { path: "/suppressions", tag: "Suppressions", limit: "general" } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listSuppressions",
      summary: "Addresses that are not written to, newest first",
      access: "deliveries:read",
      query: suppressionQuery,
      status: 200,
      response: pageOf(suppressionAnswer),
    },
    (ctx, { query }) => listSuppressions(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "delete",
      path: "/suppressions/{id}",
      id: "removeSuppression",
      summary: "Let an address be written to again",
      access: "deliveries:write",
      params: suppressionId,
      status: 204,
    },
    (ctx, { params }) => removeSuppression(ctx, params.id),
  );
}
