/** Each language in its own words. */
export const languages = [
  { locale: "id", name: "Bahasa Indonesia" },
  { locale: "en", name: "English" },
] as const;
