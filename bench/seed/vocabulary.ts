/** Made-up shops and places, the same ones each time, spelled so that a prefix finds many. */

const words = (text: string): string[] => text.trim().split(/\s+/);

export const firstWords = words(`
  Akasia Alang Alpukat Anggrek Angsana Anyelir Apel Arang Aren Asam Aster Awan Bakung Belimbing Beringin Bambu
  Bambuan Cengkeh Cermai Cokelat Damar Dandelion Daun Dandang Dadap Delman Dermaga Dipan Dompet Durian Duku Dupa Eceng
  Edelweis Embun Enau Ember Erbis Fanili Fondasi Flamboyan Fosil Gaharu Gambir Gandum Halia Hanjeli Hijau Hutan Hujan
  Harum Himalaya Haluan Ijuk Ikan Ilalang Impian Indigo Inggu Irigasi Ivori Jagung Jahe Kapuk Kemiri Kenari Lada Lontar
  Lengkuas Lobak Lavender Lumbung Mahkota Manggis Melinjo Mangga Markisa Mentimun Nanas Nangka Nipah Nilam Nusa Nyiur
  Pandan Pinang Rambai Ranting Randu Rebung Rambutan Rotan Rumbia Sagu Sengon Sirih Selada Sereh Sugih Suji Sumba
  Suren Suweg Talas Temu Tebu Tomat Turi Ubi Ulin Udara Vas Wijen Waru Wortel Wuni Walet Wangi Waluh Kelapa Kopi
  Kina Kunyit Kurma Kemangi Zaitun Zamrud`);

export const lastWords = words(`
  Abadi Alam Aman Andalan Angkasa Aneka Asli Bahagia Bambukuning Bambuwulung Cemerlang Damai Dunia Dinamika Ekspres
  Fokus Gemilang Gembira Halaman Handal Harapan Harian Harmoni Hasil Hebat Hemat Hiasan Horizon Hunian Idaman
  Industri Istana Jaya Kencana Kilat Laris Lancar Makmur Maju Mandiri Meriah Murah Nasional Niaga Nikmat Nirwana
  Nyaman Optimal Pelita Permai Prima Perdana Persada Pusaka Puncak Ramai Raya Rejeki Resik Rukun Sedap Segar Sehat
  Sejahtera Selaras Semesta Sentosa Serasi Setia Sinar Subur Sukses Sukun Sulam Suling Suluh Sulur Sumber Sumbu
  Sungai Susun Sutra Swalayan Terang Teladan Utama Wahana Warna Wastra Wibawa Wisata Warung Wadah Wangsa Yakin Zaman`);

export const streets = words(`
  Alun-Alun Anggrek Asia-Afrika Bougenville Cemara Cempaka Cendana Dahlia Dirgantara Flamboyan Gunung-Batu Garuda
  Garis-Tengah Halmahera Hutan-Kayu Industri Jati Kamboja Kaliurang Kelapa Kemuning Kenanga Kutilang Mahoni
  Majapahit Mangga Mawar Melati Merak Merdeka Merpati Nangka Nusa-Indah Pahlawan Pajajaran Palmerah Pemuda Pepaya
  Pinus Rajawali Rambutan Salak Simpang-Lima Sunda Sukun Teratai Terminal Veteran`).map((name) =>
  name.replace("-", " "),
);

export const districts = words(`
  Antapani Babakan Bantul Bojongsoang Cibaduyut Cibiru Cicendo Cikutra Cilandak Cimahi Ciputat Depok Gamping Godean Jatiasih
  Jombang Kalasan Karawaci Kebayoran Kotabaru Lembang Margahayu Mlati Ngaglik Pamulang Pondok Rancaekek Sawangan Sewon
  Sleman Soreang Tebet Tembalang Ujungberung`);

/** Pseudo-random whole numbers below a bound, the same for the same seed (Lehmer, MINSTD). */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

export interface Shop {
  name: string;
  email: string | null;
  phone: string;
  address: string;
}

/** The next made-up shop. */
export function shop(next: (below: number) => number): Shop {
  const pick = (list: readonly string[]) => list[next(list.length)] as string;
  const [first, middle, last] = [pick(firstWords), pick(firstWords), pick(lastWords)];
  const name = next(4) === 0 ? `${first} ${middle} ${last}` : `${first} ${last}`;
  const two = () => String(next(20) + 1).padStart(2, "0");
  return {
    name,
    email: next(3) === 0 ? `${first}.${last}${next(1000)}@example.com`.toLowerCase() : null,
    phone: `628${next(90) + 10}${String(next(100_000_000)).padStart(8, "0")}`,
    address: `Jalan ${pick(streets)} ${next(200) + 1} RT ${two()} RW ${two()} ${pick(districts)}`,
  };
}
