import type { Context } from "../../../core/context.ts";
import { refuseField } from "../../../core/errors.ts";
import { checkOutwardUrl, outwardWords } from "../../../core/outward.ts";
import { testAccount, type SmtpAccount } from "../../../providers/smtp/courier.ts";
import { optional, passed, required, textOf, type OpenConnection, type Provider } from "../provider.ts";

const securities = ["tls", "starttls", "none"] as const;

/** The mail server behind a connection. */
export const smtpAccount = ({ settings, secrets }: Pick<OpenConnection, "secrets" | "settings">): SmtpAccount => ({
  host: textOf(settings["host"]),
  port: Number(settings["port"] ?? 465),
  security: securities.find((security) => security === settings["security"]) ?? "tls",
  from: textOf(settings["from"]),
  username: secrets["username"] ?? "",
  password: secrets["password"] ?? "",
});

export const smtp: Provider = {
  name: "SMTP",
  perBrand: true,
  secrets: [optional("username", "Nama pengguna", "User name"), optional("password", "Kata sandi", "Password")],
  settings: [
    required("host", "Server", "Server"),
    required("port", "Port", "Port", { type: "number" }),
    required("security", "Keamanan", "Security", { type: "choice", choices: securities }),
    required("from", "Alamat pengirim", "Sender address"),
  ],
  check: checkServer,
  test: async (_ctx, connection) => passed(await testAccount(smtpAccount(connection))),
};

/** Port 25 is closed to Workers; a password in the clear, or a private server, is for the sandbox alone. */
function checkServer(
  { settings: { ALLOW_PRIVATE_HOSTS } }: Context,
  given: Pick<OpenConnection, "settings" | "secrets">,
) {
  const { host, port, security, from } = smtpAccount(given);
  const allowPrivate = ALLOW_PRIVATE_HOSTS === "on";
  if (!/^[A-Za-z0-9.-]{1,253}$/.test(host))
    throw refuseField("settings.host", "Tulis nama server.", "Write the server's name.");
  const { reason } = checkOutwardUrl(`https://${host}`, { allowPrivate });
  if (reason) throw refuseField("settings.host", outwardWords[reason].id, outwardWords[reason].en);
  if (!Number.isInteger(port) || port < 26 || port > 65_535)
    throw refuseField("settings.port", "Gunakan port 465 atau 587.", "Use port 465 or 587.");
  if (security === "none" && !allowPrivate)
    throw refuseField("settings.security", "Sambungan harus terenkripsi.", "The connection must be encrypted.");
  if (!/^[^\r\n]*\S+@\S+$|^[^\r\n]*<\S+@\S+>$/.test(from))
    throw refuseField("settings.from", "Tulis alamat email.", "Write an email address.");
}
