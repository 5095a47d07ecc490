import svelte from "eslint-plugin-svelte";
import tseslint from "typescript-eslint";
import boundaries from "./scripts/lint/boundaries.js";

/** What the compiler does not see: import boundaries, floating promises, and the habits of `CONTRIBUTING.md`. */
export default tseslint.config(
  {
    ignores: [
      "**/node_modules/",
      "**/build/",
      "**/dist/",
      ".tepi/",
      ".wrangler/",
      "migrations/",
      "web/.svelte-kit/",
      "web/src/lib/paraglide/",
      "web/static/",
      "**/*.d.ts",
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ["**/*.{ts,js}"],
    plugins: { tepi: { rules: { boundaries } } },
    rules: {
      "tepi/boundaries": "error",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
      "no-console": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
    },
  },
  {
    files: ["worker/**/*.ts", "durable-objects/**/*.ts"],
    ignores: ["**/*.test.ts"],
    languageOptions: { parserOptions: { project: "./tsconfig.json" } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/no-explicit-any": "error",
    },
  },
  ...svelte.configs.recommended.map((config) => ({
    ...config,
    files: config.files ?? ["**/*.svelte", "**/*.svelte.ts"],
  })),
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: tseslint.parser } },
    rules: {
      "svelte/no-navigation-without-resolve": "off",
      // Dates and maps here are values, not state.
      "svelte/prefer-svelte-reactivity": "off",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
    },
  },
);
