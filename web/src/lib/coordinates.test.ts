import { expect, test } from "vitest";
import { geoLink, mapLink, parseCoordinates, showCoordinates } from "./coordinates.ts";

const monas = { latitude: -6.1754, longitude: 106.8272 };

test.each([
  "-6.1754, 106.8272",
  " -6.1754 106.8272 ",
  "−6.1754;106.8272",
  "https://www.google.com/maps/place/Jl.+No.+5,+Gambir/@-6.1754,106.8272,17z",
  "https://maps.google.com/?q=-6.1754,106.8272",
  mapLink(monas),
  geoLink(monas),
  showCoordinates(monas),
])("reads a place from %s", (text) => {
  expect(parseCoordinates(text)).toEqual(monas);
});

test.each(["", "Jl. Contoh No. 5", "106.8272, -6.1754", "-6.1754, 190.5", "5, Gambir"])("refuses %s", (text) => {
  expect(parseCoordinates(text)).toBeUndefined();
});
