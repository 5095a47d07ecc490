/** Settings that the Worker's tests run with, whatever the store. */
export const testBindings = (sandboxUrl: string) => ({
  TEST_SANDBOX_URL: sandboxUrl,
  TOKEN_SECRET: "test-token-secret-test-token-secret",
  MASTER_KEY: Buffer.alloc(32, 7).toString("base64"),
  OPERATOR_TOKEN: "test-operator-token-test-operator-token",
  POSTMARK_TOKEN: "test-postmark-token",
  POSTMARK_URL: `${sandboxUrl}/postmark`,
  XENDIT_URL: `${sandboxUrl}/xendit`,
  NEW_TENANT_SHARDS: "0,1",
  PASSWORD_COST: "4",
  GUARD: "on",
  METER: "on",
});
