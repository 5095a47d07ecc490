import { expect, test } from "vitest";
import { phoneLink, showPhone, whatsAppLink } from "./phone.ts";

test("a mobile number is shown in groups of four with its leading zero", () => {
  expect(showPhone("6281234567890")).toBe("0812-3456-7890");
  expect(showPhone("628123456789")).toBe("0812-3456-789");
});

test("a landline keeps its area code, a foreign number its country", () => {
  expect(showPhone("62215551234")).toBe("0215551234");
  expect(showPhone("6591234567")).toBe("+6591234567");
});

test("links carry the international number", () => {
  expect(phoneLink("6281234567890")).toBe("tel:+6281234567890");
  expect(whatsAppLink("6281234567890")).toBe("https://wa.me/6281234567890");
});
