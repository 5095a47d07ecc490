/** The closed list of what can go wrong, each with its one HTTP status and its words. Domain code throws `Refusal`. */

export const locales = ["id", "en"] as const;
export type Locale = (typeof locales)[number];

interface Kind {
  status: 400 | 401 | 402 | 403 | 404 | 405 | 409 | 413 | 415 | 422 | 426 | 429 | 500 | 502 | 503;
  id: string;
  en: string;
}

export const errorKinds = {
  malformed_request: { status: 400, id: "Permintaan tidak dapat dibaca.", en: "The request can't be read." },
  tenant_required: {
    status: 400,
    id: "Sebutkan perusahaan: lewat alamat, header X-Tenant, atau isian tenant.",
    en: "Say which company: by address, by the X-Tenant header, or in the field tenant.",
  },
  invalid_token: {
    status: 400,
    id: "Tautan ini tidak berlaku atau sudah kedaluwarsa.",
    en: "This link is not valid or has expired.",
  },
  unauthenticated: { status: 401, id: "Silakan masuk dahulu.", en: "Please sign in." },
  wrong_credentials: { status: 401, id: "Nama pengguna atau kata sandi salah.", en: "Wrong username or password." },
  totp_required: {
    status: 401,
    id: "Masukkan kode dari aplikasi autentikator Anda.",
    en: "Enter the code of your authenticator app.",
  },
  wrong_code: {
    status: 401,
    id: "Kode ini salah atau sudah dipakai. Tunggu kode berikutnya.",
    en: "This code is wrong or was used already. Wait for the next one.",
  },
  session_ended: {
    status: 401,
    id: "Sesi ini sudah berakhir. Silakan masuk lagi.",
    en: "This session has ended. Please sign in again.",
  },
  invalid_api_key: { status: 401, id: "Kunci API ini tidak berlaku.", en: "This API key is not valid." },
  webhook_unauthorized: { status: 401, id: "Tanda pengenal webhook salah.", en: "The webhook's secret is wrong." },
  forbidden: { status: 403, id: "Peran Anda tidak boleh melakukan ini.", en: "Your role may not do this." },
  address_not_allowed: {
    status: 403,
    id: "Kunci API ini tidak boleh dipakai dari alamat ini.",
    en: "This API key may not be used from this address.",
  },
  user_inactive: { status: 403, id: "Akun ini tidak aktif.", en: "This account is not active." },
  tenant_suspended: {
    status: 403,
    id: "Layanan perusahaan ini sedang ditangguhkan.",
    en: "This company's service is suspended.",
  },
  tenant_deleting: {
    status: 403,
    id: "Perusahaan ini akan dihapus. Pemilik masih dapat membatalkannya.",
    en: "This company is about to be deleted. Its owner can still call that off.",
  },
  not_found: { status: 404, id: "Tidak ditemukan.", en: "Not found." },
  method_not_allowed: { status: 405, id: "Metode ini tidak dilayani di sini.", en: "This method is not served here." },
  conflict: {
    status: 409,
    id: "Data ini baru saja diubah orang lain. Muat ulang lalu coba lagi.",
    en: "Somebody else has just changed this. Reload and try again.",
  },
  duplicate: { status: 409, id: "Sudah ada yang sama.", en: "There is one already." },
  wrong_state: {
    status: 409,
    id: "Tidak bisa dilakukan dalam status sekarang.",
    en: "Not possible in the present state.",
  },
  last_owner: {
    status: 409,
    id: "Perusahaan harus selalu punya setidaknya satu pemilik yang aktif.",
    en: "A company always needs at least one active owner.",
  },
  invitation_used: {
    status: 409,
    id: "Undangan ini sudah dipakai, dicabut, atau kedaluwarsa.",
    en: "This invitation was used, revoked, or has expired.",
  },
  in_use: { status: 409, id: "Masih dipakai, jadi tidak dapat dihapus.", en: "Still in use, so it can't be removed." },
  idempotency_in_progress: {
    status: 409,
    id: "Permintaan dengan Idempotency-Key ini sedang dikerjakan.",
    en: "A request with this Idempotency-Key is still being worked on.",
  },
  too_large: { status: 413, id: "Isi permintaan terlalu besar.", en: "The request's body is too large." },
  unsupported_media: { status: 415, id: "Kirim sebagai application/json.", en: "Send application/json." },
  unsupported_file: {
    status: 415,
    id: "Jenis berkas ini tidak diterima di sini.",
    en: "Files of this type are not accepted here.",
  },
  invalid_input: { status: 422, id: "Periksa isian yang ditandai.", en: "Check the marked fields." },
  idempotency_key_reused: {
    status: 422,
    id: "Idempotency-Key ini sudah dipakai untuk permintaan lain.",
    en: "This Idempotency-Key was used for another request.",
  },
  upgrade_required: { status: 426, id: "Alamat ini hanya untuk WebSocket.", en: "This address is for a WebSocket." },
  rate_limited: {
    status: 429,
    id: "Terlalu banyak permintaan. Coba lagi sebentar lagi.",
    en: "Too many requests. Try again in a moment.",
  },
  internal: { status: 500, id: "Ada yang salah di pihak kami.", en: "Something went wrong on our side." },
  provider_failed: {
    status: 502,
    id: "Penyedia layanan luar sedang tidak dapat dihubungi. Permintaan Anda disimpan; coba lagi sebentar lagi.",
    en: "The outside provider can't be reached just now. Your request is kept; try again in a moment.",
  },
  maintenance: { status: 503, id: "Sedang dalam pemeliharaan.", en: "Under maintenance." },
  store_unavailable: {
    status: 503,
    id: "Penyimpanan data sedang tidak dapat dihubungi.",
    en: "The store can't be reached just now.",
  },
} as const satisfies Record<string, Kind>;
export type ErrorCode = keyof typeof errorKinds;

/** A field that was refused, and why. */
export interface FieldError {
  field: string;
  message: string;
}

export interface RefusalOptions {
  /** What happened here in particular, in both languages. */
  detail?: Record<Locale, string>;
  /** Fields at fault, each with a reason in both languages. */
  fields?: { field: string; message: Record<Locale, string> }[];
  /** When to come back. */
  retryAfterSeconds?: number;
}

/** Something that is not going to happen, for a reason the caller can be told. Knows nothing of HTTP. */
export class Refusal extends Error {
  readonly code: ErrorCode;
  readonly options: RefusalOptions;
  constructor(code: ErrorCode, options: RefusalOptions = {}) {
    super(options.detail?.en ?? errorKinds[code].en);
    this.name = "Refusal";
    this.code = code;
    this.options = options;
  }
}

/** Refuses one field of the input (422). */
export const refuseField = (field: string, id: string, en: string): Refusal =>
  new Refusal("invalid_input", { fields: [{ field, message: { id, en } }] });
