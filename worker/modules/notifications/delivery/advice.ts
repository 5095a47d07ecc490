/** What somebody who tries a channel can do about what came of it. */
import type { Locale } from "../../../core/errors.ts";
import type { FailureClass } from "../../../providers/courier.ts";
import type { DeliveryState } from "../states.ts";

const byFailure: Record<FailureClass, Record<Locale, string>> = {
  "rate-limited": {
    id: "Penyedia meminta pelan-pelan. Tunggu beberapa menit, lalu coba lagi.",
    en: "The provider asks to slow down. Wait a few minutes, then try again.",
  },
  unavailable: {
    id: "Penyedia sedang tidak dapat dihubungi dan pesan ini tidak diterimanya. Coba lagi sebentar lagi.",
    en: "The provider can't be reached and took nothing. Try again in a moment.",
  },
  address: {
    id: "Alamat ini tidak dapat dikirimi. Periksa penulisannya; alamat ini masuk daftar yang tidak dikirimi lagi.",
    en: "This address can't be reached. Check how it is written; it is now on the list of those not written to.",
  },
  message: {
    id: "Penyedia menolak pesan ini. Baca jawabannya di bawah: isi, pengirim, atau izin penerima yang perlu diubah.",
    en: "The provider refused this message. Its answer below says whether text, sender or the recipient's consent is why.",
  },
  window: {
    id: "Di luar 24 jam WhatsApp hanya menerima templat yang disetujui. Isi templat WhatsApp untuk pesan ini, atau minta penerima mengirim pesan lebih dahulu.",
    en: "Outside of 24 hours WhatsApp takes approved templates alone. Name one for this message, or have the recipient write first.",
  },
  account: {
    id: "Akun ditolak penyedia: periksa token, saldo, dan pengaturannya di halaman Koneksi.",
    en: "The provider refuses the account: check its token, credit and settings on the Connections page.",
  },
};

const unsure: Record<Locale, string> = {
  id: "Penyedia tidak menjawab, jadi mungkin pesannya sudah terkirim. Lihat dahulu di penerima sebelum mencoba lagi.",
  en: "The provider did not answer, so it may have been sent. Look at the receiver before you try again.",
};
const suppressed: Record<Locale, string> = {
  id: "Alamat ini ada di daftar yang tidak dikirimi lagi. Hapus dari daftar itu bila alamatnya benar.",
  en: "This address is on the list of those not written to. Take it off the list if it is right.",
};

/** Null where the provider took it. */
export function adviceFor(
  { state, failureClass }: { state: DeliveryState; failureClass: FailureClass | null },
  locale: Locale,
): string | null {
  if (failureClass) return byFailure[failureClass][locale];
  if (state === "suppressed") return suppressed[locale];
  return state === "unsure" || state === "sending" ? unsure[locale] : null;
}
