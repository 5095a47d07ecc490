import { fileRoutes, MediaStore } from "../../frame/media.ts";
import type { ProviderDouble, SandboxKit } from "../../frame/provider.ts";
import { postmarkApi } from "./api.ts";
import { postmarkDesk } from "./desk.ts";
import { usualError } from "./errors.ts";
import { mailboxPages } from "./mailbox.ts";
import { Sending } from "./sending.ts";
import { PostOffice } from "./servers.ts";
import { Events } from "./webhooks.ts";

/** A double of Postmark: sending, webhooks, and a mailbox to read what was sent. */
export function createPostmark(kit: SandboxKit): ProviderDouble {
  const office = new PostOffice(kit.random);
  const events = new Events(kit);
  const media = new MediaStore(kit.random);
  return {
    name: "postmark",
    title: "Postmark (email)",
    links: [{ label: "Mailbox", path: "/mailbox" }],
    api: postmarkApi(office, new Sending(kit, office, events, media), kit.now),
    desk: postmarkDesk(office, events).route("/mailbox", mailboxPages(office)).route("/", fileRoutes(media)),
    errorResponse: (status) => usualError(status).toResponse(),
    inbox: () =>
      office.mails().map(({ to, from, subject, text, html, attachments, at, state }) => ({
        channel: "email",
        to,
        from,
        title: subject,
        text,
        ...(html && { html }),
        files: attachments,
        at,
        state,
      })),
  };
}
