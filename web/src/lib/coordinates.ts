export type Coordinates = { latitude: number; longitude: number };

const pair = /^(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)$/;
/** As links to a place in Google Maps, OpenStreetMap and `geo:` have them. */
const inLink = /(?:[@=:]|!3d|#map=\d+\/)(-?\d{1,2}\.\d+)(?:,|\/|%2C|!4d)(-?\d{1,3}\.\d+)/i;

/** What was typed or pasted as a place: "-6.2088, 106.8456" or a map's link. Undefined when it is neither. */
export function parseCoordinates(text: string): Coordinates | undefined {
  const typed = text.trim().replaceAll("−", "-");
  const found = pair.exec(typed) ?? inLink.exec(typed);
  if (!found) return undefined;
  const latitude = Number(found[1]);
  const longitude = Number(found[2]);
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? { latitude, longitude } : undefined;
}

/** "-6.2088, 106.8456", which `parseCoordinates` reads again. */
export const showCoordinates = ({ latitude, longitude }: Coordinates): string => `${latitude}, ${longitude}`;

/** Opens the place in OpenStreetMap, marked. */
export const mapLink = ({ latitude, longitude }: Coordinates): string =>
  `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=18/${latitude}/${longitude}`;
/** Opens the place in the map app of the device (RFC 5870). */
export const geoLink = ({ latitude, longitude }: Coordinates): string => `geo:${latitude},${longitude}`;
