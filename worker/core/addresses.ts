/** Lists of addresses and networks (CIDR) that a caller may come from. Pure; nothing here throws. */
import ipaddr from "ipaddr.js";

type Network = [ipaddr.IPv4 | ipaddr.IPv6, number];

/** Four decimal parts or IPv6, with or without the bits of a network; undefined for any other spelling. */
function networkOf(text: string): Network | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return [ipaddr.IPv4.parse(text), 32];
  if (ipaddr.IPv4.isValidCIDRFourPartDecimal(text)) return ipaddr.IPv4.parseCIDR(text);
  if (text.includes("%")) return undefined;
  if (ipaddr.IPv6.isValid(text)) return unmapped([ipaddr.IPv6.parse(text), 128]);
  return ipaddr.IPv6.isValidCIDR(text) ? unmapped(ipaddr.IPv6.parseCIDR(text)) : undefined;
}

/** `::ffff:10.0.0.0/104` is `10.0.0.0/8`. */
function unmapped([address, bits]: [ipaddr.IPv6, number]): Network {
  return address.isIPv4MappedAddress() && bits >= 96 ? [address.toIPv4Address(), bits - 96] : [address, bits];
}

/** Whether an entry can stand in a list. */
export const isAddressOrNetwork = (text: string): boolean => text.length <= 50 && networkOf(text) !== undefined;

export interface AddressListProblem {
  index: number;
  message: { id: string; en: string };
}

/** What is wrong with a list, entry by entry. */
export const addressListProblems = (list: readonly string[]): AddressListProblem[] =>
  list.flatMap((entry, index) =>
    isAddressOrNetwork(entry)
      ? []
      : [
          {
            index,
            message: {
              id: "Bukan alamat IP atau jaringan seperti 203.0.113.0/24.",
              en: "Not an IP address or a network such as 203.0.113.0/24.",
            },
          },
        ],
  );

/** Whether an address is in a list; an empty list allows all, an entry that is none allows nobody. */
export function addressAllowed(address: string, list: readonly string[]): boolean {
  if (list.length === 0) return true;
  const caller = networkOf(address);
  if (!caller || address.includes("/")) return false;
  return list.some((entry) => {
    const network = networkOf(entry);
    return network !== undefined && network[0].kind() === caller[0].kind() && caller[0].match(network);
  });
}
