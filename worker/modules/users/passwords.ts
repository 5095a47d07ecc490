/** The rules for new passwords (`contract.md`, Passwords). */
import { refuseField } from "../../core/errors.ts";

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
  internet internet123 wifi1234 mikrotik mikrotik123 pegadaian gadai123 pulsa123`
    .split(/\s+/)
    .filter(Boolean),
);

/** @throws Refusal naming `field`, when the password is too short for the tenant or one that everybody tries first. */
export function requireGoodPassword(password: string, minLength: number, field: string): void {
  if (password.length < minLength)
    throw refuseField(
      field,
      `Kata sandi minimal ${minLength} karakter.`,
      `The password needs at least ${minLength} characters.`,
    );
  if (common.has(password.toLowerCase()) || /^(.)\1+$/.test(password))
    throw refuseField(
      field,
      "Kata sandi ini terlalu umum. Pilih yang lain.",
      "This password is too common. Choose another.",
    );
}
