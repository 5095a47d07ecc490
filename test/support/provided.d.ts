import "vitest";

declare module "vitest" {
  interface ProvidedContext {
    sandboxUrl: string;
    /** Where the stand-in for Neon takes SQL over HTTP, and the connection strings of its two shards. */
    neonEndpoint: string;
    databaseUrls: string[];
  }
}
