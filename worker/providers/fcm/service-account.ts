/** The file of a Firebase project's service account, as Google's console hands it out. */
import { z } from "zod";
import { Refusal } from "../../core/errors.ts";
import { parseJson } from "../parsing.ts";

const longest = 10_000;

const schema = z.object({
  type: z.literal("service_account").optional(),
  project_id: z.string().regex(/^[a-z][a-z0-9-]{4,62}$/),
  client_email: z.email().max(300),
  private_key: z.string().regex(/^-----BEGIN PRIVATE KEY-----\s[A-Za-z0-9+/=\s]+-----END PRIVATE KEY-----\s*$/),
  private_key_id: z.string().max(200).optional(),
});
export type ServiceAccount = z.output<typeof schema>;

const wrong = {
  json: {
    id: "Ini bukan berkas akun layanan. Tempelkan seluruh isi berkas JSON dari Firebase.",
    en: "This is not a service account's file. Paste the whole JSON file from Firebase.",
  },
  fields: (names: string) => ({
    id: `Berkas akun layanan ini tidak lengkap atau salah: ${names}. Buat kunci baru di Firebase lalu tempelkan seluruh isinya.`,
    en: `This service account's file is incomplete or wrong: ${names}. Make a new key in Firebase and paste the whole file.`,
  }),
};

/**
 * Reads the file. The refusal names the fields at fault and none of their content.
 * @throws Refusal `provider_failed`
 */
export function parseServiceAccount(file: string): ServiceAccount {
  const parsed = schema.safeParse(file.length > longest ? undefined : parseJson(file));
  if (parsed.success) return parsed.data;
  const names = [...new Set(parsed.error.issues.map(({ path }) => path.join(".")))].filter(Boolean).join(", ");
  throw new Refusal("provider_failed", { detail: names ? wrong.fields(names) : wrong.json });
}
