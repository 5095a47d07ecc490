/** The demo companies: plainly fictional, one of each kind. */

export interface DemoCompany {
  kind: "isp" | "ppob" | "pawn";
  slug: string;
  name: string;
  timeZone: string;
  owner: { name: string; username: string; email: string };
}

export const demoCompanies: DemoCompany[] = [
  {
    kind: "isp",
    slug: "contoh-net",
    name: "Contoh Net",
    timeZone: "Asia/Jakarta",
    owner: { name: "Pemilik Contoh Net", username: "pemilik", email: "pemilik@contoh-net.example" },
  },
  {
    kind: "ppob",
    slug: "contoh-pulsa",
    name: "Contoh Pulsa",
    timeZone: "Asia/Makassar",
    owner: { name: "Pemilik Contoh Pulsa", username: "pemilik", email: "pemilik@contoh-pulsa.example" },
  },
  {
    kind: "pawn",
    slug: "contoh-gadai",
    name: "Contoh Gadai",
    timeZone: "Asia/Jayapura",
    owner: { name: "Pemilik Contoh Gadai", username: "pemilik", email: "pemilik@contoh-gadai.example" },
  },
];

/** What the demo internet provider sells. */
export const demoPlans = [
  { name: "Rumah 20 Mbps", price: 175_000, downloadMbps: 20, uploadMbps: 10 },
  { name: "Rumah 50 Mbps", price: 275_000, downloadMbps: 50, uploadMbps: 25 },
  { name: "Usaha 100 Mbps", price: 550_000, downloadMbps: 100, uploadMbps: 100 },
];

/** Its customers: numbered, so that nobody is meant. */
export const demoCustomers = Array.from({ length: 24 }, (_, n) => ({
  name: `Pelanggan Contoh ${String(n + 1).padStart(2, "0")}`,
  email: `pelanggan${n + 1}@contoh.example`,
  phone: `0812000000${String(n + 1).padStart(2, "0")}`,
  address: `Jl. Contoh ${["Melati", "Kenanga", "Anggrek", "Mawar"][n % 4]} No. ${n + 1}`,
}));

/** Shops that the other two companies bill. */
export const demoShops = ["Melati", "Kenanga", "Anggrek"].map((plant, n) => ({
  name: `Toko ${plant}`,
  email: `toko-${plant.toLowerCase()}@contoh.example`,
  phone: `0812000001${String(n + 1).padStart(2, "0")}`,
  address: `Jl. Contoh ${plant} No. ${n + 1}`,
}));
