declare namespace Cloudflare {
  interface Env {
    DB: D1Database;
    DB_1: D1Database;
    TEST_MIGRATIONS: import("cloudflare:test").D1Migration[];
    TEST_SANDBOX_URL: string;
    WHAPI_URL: string;
    WHATSAPP_URL: string;
    TELEGRAM_URL: string;
  }
}

/** A document as text. */
declare module "*.md?raw" {
  const text: string;
  export default text;
}
