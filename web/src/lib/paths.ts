type Query = Record<string, string | undefined>;

function withQuery(path: string, query: Query = {}): string {
  const search = new URLSearchParams(Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]));
  return search.size ? `${path}?${search}` : path;
}

/** A list page, its filters as query, and the page of one of its things. */
const collection = (base: string) => ({
  list: (query?: Query) => withQuery(base, query),
  create: () => `${base}?dialog=new`,
  one: (id: string) => `${base}/${encodeURIComponent(id)}`,
});

/** The same where a thing has no page of its own but opens over its list. */
const collectionOfDialogs = (base: string) => ({
  ...collection(base),
  one: (id: string) => withQuery(base, { dialog: id }),
});

type SettingsSection =
  | ("billing" | "access" | "api-keys" | "operation" | "data" | "notification-rules")
  | ("profile" | "security" | "notifications");

/** Every link of the app. Nothing else writes a path. */
export const paths = {
  home: () => "/",
  /** `next` is where to go after the login; only a path of this app is ever followed, see `safeNext`. */
  login: (next?: string) => withQuery("/login", { next: next === "/" ? undefined : next }),
  signup: () => "/signup",
  forgotPassword: () => "/forgot-password",
  confirm: (token?: string) => withQuery("/confirm", { token }),
  customers: {
    ...collection("/customers"),
    edit: (id: string) => withQuery(`/customers/${encodeURIComponent(id)}`, { dialog: "edit" }),
    statement: (id: string) => `/customers/${encodeURIComponent(id)}/statement`,
    imports: collection("/customers/imports"),
  },
  plans: collection("/plans"),
  subscriptions: collection("/subscriptions"),
  invoices: {
    ...collection("/invoices"),
    create: (query?: Query) => withQuery("/invoices/new", query),
    edit: (id: string) => `/invoices/${encodeURIComponent(id)}/edit`,
  },
  billingRuns: collection("/billing-runs"),
  dunning: {
    reminders: () => "/dunning",
    suspension: () => "/dunning/suspension",
    preview: () => "/dunning/preview",
    exemptions: () => "/dunning/exemptions",
  },
  payments: collection("/payments"),
  reports: {
    revenue: (query?: Query) => withQuery("/reports", query),
    receivables: (query?: Query) => withQuery("/reports/receivables", query),
    tax: (query?: Query) => withQuery("/reports/tax", query),
    customers: (query?: Query) => withQuery("/reports/customers", query),
  },
  creditNotes: collection("/credit-notes"),
  members: {
    ...collection("/members"),
    invitations: (query?: Query) => withQuery("/members/invitations", query),
    roles: (query?: Query) => withQuery("/members/roles", query),
  },
  notifications: (query?: Query) => withQuery("/notifications", query),
  activity: (query?: Query) => withQuery("/activity", query),
  tasks: {
    ...collection("/tasks"),
    runs: (query?: Query) => withQuery("/tasks/runs", query),
  },
  webhooks: {
    ...collection("/webhooks"),
    endpoints: { ...collection("/webhooks/endpoints"), create: () => "/webhooks/endpoints/new" },
  },
  deliveries: {
    ...collection("/deliveries"),
    suppressions: (query?: Query) => withQuery("/deliveries/suppressions", query),
  },
  announcements: collectionOfDialogs("/announcements"),
  templates: {
    list: () => "/settings/templates",
    one: (kind: string, query?: Query) => withQuery(`/settings/templates/${kind.replaceAll(".", "/")}`, query),
  },
  brands: collectionOfDialogs("/brands"),
  connections: {
    ...collectionOfDialogs("/connections"),
    /** The form for an account with this provider. */
    connect: (provider: string) => withQuery("/connections", { dialog: `new:${provider}` }),
  },
  /** The sections of the settings; the company's own is the first. */
  settings: (section?: SettingsSection) => (section ? `/settings/${section}` : "/settings"),
  /** Where one is after an archive took the place of the accounts: signed out. */
  imported: () => "/imported",
  /** The browsable API reference; not a page of this app. */
  apiReference: () => "/docs",
} as const;

/** Where to go after the login: a path of this app, or home. `//evil.example` and the like are not paths. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) && !next.startsWith("/login") ? next : paths.home();
}
