/** The rules for new passwords (`contract.md`, Passwords). */
import type { Context } from "../../core/context.ts";
import { refuseField } from "../../core/errors.ts";
import { nameKey } from "../../core/terms.ts";

/** The most used passwords of public lists and of Indonesian habit, in lower case; all at least six characters long. */
const common = new Set(
  `123456 1234567 12345678 123456789 1234567890 password password1 password123 passw0rd p@ssw0rd qwerty qwerty123 qwertyuiop
  111111 11111111 000000 00000000 123123 123123123 121212 654321 87654321 987654321 abc123 abcd1234 abcdef 1q2w3e4r
  1q2w3e4r5t 1qaz2wsx zaq12wsx asdfghjkl asdfgh zxcvbnm iloveyou admin123 admin1234 administrator welcome welcome1
  letmein monkey dragon football baseball superman batman sunshine princess master shadow michael trustno1 changeme
  secret secret123 default guest123 test1234 testing123 user1234 login123 root1234 toor1234 google facebook
  rahasia rahasia1 rahasia123 indonesia indonesia1 indonesia123 jakarta jakarta123 bandung bandung123 surabaya
  bismillah bismillah1 bismillah123 alhamdulillah assalamualaikum sayang sayang123 sayangku sayangkamu cintaku cinta123
  akucinta akusayang ganteng ganteng123 cantik cantik123 merdeka merdeka45 garuda garuda123 persib persib1933 persija
  anjing babi1234 bangsat kontol jancok katasandi katasandi123 sandi123 masuk123 pengguna operator operator123 kasir123
  internet internet123 wifi1234 mikrotik mikrotik123 pegadaian gadai123 pulsa123 pulsa1234 token123 listrik123
  superadmin superman1 supervisor teknisi123 gudang123 karyawan karyawan123 pelanggan pelanggan123 manager123 admin2024
  admin2025 admin2026 admin@123 admin12345 password12 password1234 password2024 password2025 password2026 passw0rd1
  p@ssword p@ssw0rd1 pa55word qwerty1234 qwerty12 qwertyui 1qaz2wsx3edc 1q2w3e4r5t6y q1w2e3r4 q1w2e3r4t5 zxcvbnm123
  asdf1234 asd12345 aaaaaa1 abc12345 abcd12345 abcdefgh abcdefg1 a1b2c3d4 11223344 12344321 12121212 13131313 112233
  123321 12341234 1234qwer 123qweasd 123456a 123456abc 12345678a 123456789a 0123456789 0987654321 9876543210 147258369
  159753 159357 789456123 741852963 55555555 66666666 77777777 88888888 99999999 102030 10203040 19451945 17081945
  17agustus 17agustus1945 indonesiaku indonesiaraya nusantara nusantara1 pancasila pancasila5 bhinneka jakarta1 bandung1
  surabaya1 surabaya123 semarang123 medan123 makassar123 yogyakarta jogja123 bali1234 persebaya aremania arema123
  bobotoh viking123 allahuakbar insyaallah subhanallah astaghfirullah laailahaillallah yesusku tuhanyesus haleluya
  sayangkamu1 akusayangkamu cintakamu cintaku123 iloveyou1 iloveyou123 bismillah786 rahasia1234 rahasiaku rahasiadong
  terserah terserah123 lupalupa lupapassword gantipassword gakadapassword tanpapassword passwordku passwordnya
  sandiku123 katasandi1 bukasaja masukaja ayomasuk welcome123 welcome2024 welcome2025 welcome2026 letmein1 letmein123
  changeme1 changeme123 default123 guest1234 temp1234 temporary tester123 testtest testpass demo1234 demodemo
  hello123 helloworld whatever computer computer1 internet1 samsung samsung123 xiaomi123 android123 iphone123 facebook1
  facebook123 google123 youtube123 telkomsel telkomsel123 indihome indihome123 freedom starwars pokemon naruto
  naruto123 onepiece doraemon doraemon123 spiderman ironman1 liverpool liverpool1 arsenal123 chelsea123 barcelona
  barcelona1 realmadrid manchester juventus jordan23 charlie jessica jennifer michelle ashley daniel123 andrew123
  ferrari mercedes yamaha123 honda123 kawasaki`
    .split(/\s+/)
    .filter(Boolean),
);

/** Whom a password is for: what it must not simply repeat. */
export interface PasswordOwner {
  name: string;
  email: string;
  username: string;
}

/**
 * @throws Refusal naming `field`, when the password is too short for the tenant, one that everybody tries first, or what
 * anybody knows of its owner
 */
export function requireGoodPassword(password: string, { tenant }: Context, owner: PasswordOwner, field: string): void {
  const minLength = Number(tenant.settings["passwordMinLength"]);
  if (password.length < minLength)
    throw refuseField(
      field,
      `Kata sandi minimal ${minLength} karakter.`,
      `The password needs at least ${minLength} characters.`,
    );
  const typed = nameKey(password);
  if (common.has(typed) || /^(.)\1+$/.test(password))
    throw refuseField(
      field,
      "Kata sandi ini terlalu umum. Pilih yang lain.",
      "This password is too common. Choose another.",
    );
  const { name, email, username } = owner;
  const known = [name, email, email.split("@")[0] ?? "", username, tenant.name, tenant.slug].map(nameKey);
  if (known.includes(typed))
    throw refuseField(
      field,
      "Jangan pakai nama, email, atau nama perusahaan sebagai kata sandi.",
      "Don't use your name, email or company as the password.",
    );
}
