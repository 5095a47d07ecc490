import { detailErrors, type Profile } from "../../core/http/profile.ts";

/** "FA System": a reseller of top-ups and bill payments. Its source shows neither envelope nor errors. */
export const fa: Profile = { name: "fa", title: "FA System", kind: "ppob", errors: detailErrors };
