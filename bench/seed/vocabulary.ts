/** Made-up people and places, the same ones each time, spelled so that a prefix finds many. */

const words = (text: string): string[] => text.trim().split(/\s+/);

export const givenNames = words(`
  Adi Aditya Agus Agustina Ahmad Aisyah Alif Amelia Anisa Arif Asep Ayu Bagas Bambang Bayu Budi Budiman Cahya Candra Citra
  Dadang Dani Darma Dedi Desi Dewi Dian Didik Dimas Dina Doni Dwi Edi Eka Eko Endah Endang Erna Fajar Farhan Fatimah Fitri
  Galih Gilang Gita Hadi Hana Handoko Hani Hari Hasan Hendra Heru Ika Ilham Imam Indah Indra Intan Irfan Iwan Jaka Joko
  Kartika Krisna Kurnia Laila Laras Lestari Lia Lina Lukman Mahendra Maria Maya Mega Muhammad Mulyono Nanda Nia Nina Novi
  Nur Nurul Putra Putri Rahmat Raka Ratna Reza Rini Rizki Rudi Sari Sigit Siti Slamet Sri Sugeng Suharti Sulastri Surya
  Susanti Tari Taufik Teguh Tono Tri Udin Umar Utami Vina Wahyu Wati Wawan Wayan Widya Winda Wulan Yani Yanto Yoga Yudi
  Yulia Yusuf Zaenal Zahra`);

export const familyNames = words(`
  Adiputra Aditama Anggraini Anwar Ardiansyah Arifin Astuti Basuki Budiarto Budiono Cahyono Daryanto Darmawan Dewantara
  Effendi Firmansyah Ginting Gunawan Hakim Halim Handayani Hapsari Harahap Hartono Haryanto Hasibuan Hermawan Hidayat Hutapea
  Irawan Iskandar Ismail Juliana Kurniawan Kusuma Lesmana Lubis Maharani Manurung Marpaung Maulana Mulyadi Nababan Nasution
  Nugraha Nugroho Nuraini Oktaviani Pangestu Permana Pranata Prasetyo Pratama Pratiwi Purnomo Rachman Rahayu Rahmawati
  Ramadhan Ritonga Saputra Saragih Setiawan Setyawan Siahaan Sihombing Simanjuntak Siregar Situmorang Soedirman Subagyo
  Sudarsono Sugiarto Suharto Sukmawati Sulistyo Supriyadi Suryadi Susanto Susilo Sutanto Suwandi Syahputra Tambunan
  Tanjung Utomo Wahyudi Wardani Wibisono Wibowo Widodo Wijaya Winata Wulandari Yudhistira Yulianto`);

export const streets = words(`
  Ahmad-Yani Anggrek Asia-Afrika Bougenville Cemara Cempaka Cendana Dahlia Diponegoro Flamboyan Gajah-Mada Garuda
  Gatot-Subroto Hasanuddin Hayam-Wuruk Imam-Bonjol Jati Kamboja Kartini Kelapa Kemuning Kenanga Kutilang Mahoni Majapahit
  Mangga Mawar Melati Merak Merdeka Merpati Nangka Nusa-Indah Pahlawan Pajajaran Pattimura Pemuda Pepaya Pinus Rajawali
  Rambutan Salak Siliwangi Sudirman Sukun Teratai Thamrin Veteran`).map((name) => name.replace("-", " "));

export const districts = words(`
  Antapani Babakan Bantul Bojongsoang Cibaduyut Cibiru Cicendo Cikutra Cilandak Cimahi Ciputat Depok Gamping Godean Jatiasih
  Jombang Kalasan Karawaci Kebayoran Kotabaru Lembang Margahayu Mlati Ngaglik Pamulang Pondok Rancaekek Sawangan Sewon
  Sleman Soreang Tebet Tembalang Ujungberung`);

/** Pseudo-random whole numbers below a bound, the same for the same seed (Lehmer, MINSTD). */
export function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => (state = (state * 48_271) % 2_147_483_647) % below;
}

export interface Person {
  name: string;
  email: string | null;
  phone: string;
  address: string;
}

/** The next made-up person. */
export function person(next: (below: number) => number): Person {
  const pick = (list: readonly string[]) => list[next(list.length)] as string;
  const [given, middle, family] = [pick(givenNames), pick(givenNames), pick(familyNames)];
  const name = next(4) === 0 ? `${given} ${middle} ${family}` : `${given} ${family}`;
  const two = () => String(next(20) + 1).padStart(2, "0");
  return {
    name,
    email: next(3) === 0 ? `${given}.${family}${next(1000)}@example.com`.toLowerCase() : null,
    phone: `628${next(90) + 10}${String(next(100_000_000)).padStart(8, "0")}`,
    address: `Jalan ${pick(streets)} ${next(200) + 1} RT ${two()} RW ${two()} ${pick(districts)}`,
  };
}
