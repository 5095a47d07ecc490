/** Which addresses may call. */
import ipaddr from "ipaddr.js";

/**
 * Whether an address is on the list of addresses and networks (CIDR); an empty list allows all. An IPv4 address in IPv6
 * clothes (`::ffff:203.0.113.7`) is the IPv4 address. What is no address is on no list.
 */
export function addressAllowed(allowed: readonly string[], address: string): boolean {
  if (allowed.length === 0) return true;
  const caller = parse(address);
  return caller !== undefined && allowed.some((each) => contains(each, caller));
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function parse(text: string): Address | undefined {
  const isAddress = ipaddr.IPv4.isValidFourPartDecimal(text) || (text.includes(":") && ipaddr.IPv6.isValid(text));
  return isAddress ? ipaddr.process(text) : undefined;
}

function contains(entry: string, caller: Address): boolean {
  const [network = "", bits] = entry.split("/");
  const start = parse(network);
  if (!start || start.kind() !== caller.kind()) return false;
  const width = start.kind() === "ipv4" ? 32 : 128;
  // `::ffff:203.0.113.0/120` is a network of IPv4.
  const unmapped = width === 32 && network.includes(":") ? 96 : 0;
  const length = bits === undefined ? width : /^\d{1,3}$/.test(bits) ? Number(bits) - unmapped : -1;
  return length >= 0 && length <= width && caller.match(start, length);
}
