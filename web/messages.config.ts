/** How the messages are compiled; shared by the build and the tests. */
export const messages = {
  project: "./project.inlang",
  outdir: "./src/lib/paraglide",
  strategy: ["localStorage", "preferredLanguage", "baseLocale"],
  emitTsDeclarations: true,
} satisfies Parameters<typeof import("@inlang/paraglide-js").paraglideVitePlugin>[0];
