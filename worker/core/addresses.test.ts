import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressAllowed, addressListProblems } from "./addresses.ts";

describe("a list of addresses", () => {
  it.each([
    ["203.0.113.7", ["203.0.113.7"], true],
    ["203.0.113.8", ["203.0.113.7"], false],
    ["203.0.113.8", ["198.51.100.1", "203.0.113.0/24"], true],
    ["203.0.114.8", ["203.0.113.0/24"], false],
    ["203.0.113.8", ["203.0.113.200/24"], true],
    ["8.8.8.8", ["0.0.0.0/0"], true],
    ["2001:db8::1", ["0.0.0.0/0"], false],
    ["2001:db8:0:0::1", ["2001:0db8::1"], true],
    ["2001:db8:1::7", ["2001:db8:1::/48"], true],
    ["2001:db8:2::7", ["2001:db8:1::/48"], false],
    ["::ffff:203.0.113.7", ["203.0.113.0/24"], true],
    ["203.0.113.7", ["::ffff:203.0.113.7"], true],
    ["203.0.113.7", ["::ffff:203.0.113.0/120"], true],
    ["203.0.113.7", [], true],
    ["unknown", ["0.0.0.0/0"], false],
    ["203.0.113.7/32", ["203.0.113.7"], false],
    ["127.0.0.1", ["127.1"], false],
    ["", ["::/0"], false],
  ])("%s of %j: %s", (address, list, allowed) => expect(addressAllowed(address, list)).toBe(allowed));

  it("says which entries are none", () => {
    const list = [
      "203.0.113.7",
      "10.0.0.0/8",
      "::1",
      "2001:db8::/129",
      "10.0.0.0/33",
      "256.1.1.1",
      "10.1",
      "0x7f.1",
      "example.com",
      "*",
      "",
      "fe80::1%eth0",
      " 10.0.0.1",
    ];
    expect(addressListProblems(list).map(({ index }) => index)).toEqual([3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  it("never throws, whatever stands in it", () => {
    const text = fc.oneof(fc.string(), fc.ipV4(), fc.ipV6(), fc.stringMatching(/^[0-9a-f:./%]{0,40}$/));
    fc.assert(
      fc.property(text, fc.array(text), (address, list) => {
        addressListProblems(list);
        addressAllowed(address, list);
      }),
    );
  });

  it("allows every address that stands in it", () => {
    fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (address) => addressAllowed(address, [address])));
  });
});
