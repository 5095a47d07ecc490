import { m } from "#lib/paraglide/messages.js";
import type { Customer } from "./customers.ts";

type Address = Pick<Customer, "address" | "addressLine2" | "block" | "unit">;

/** The lines of an address, as on an envelope. */
export function addressLines({ address, addressLine2, block, unit }: Address): string[] {
  const house = [block && m.customers_block({ block }), unit && m.customers_unit({ unit })].filter(Boolean).join(" ");
  return [address, house, addressLine2].filter((line): line is string => !!line);
}
