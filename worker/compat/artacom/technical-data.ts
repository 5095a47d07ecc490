/** "Data Teknis Model": how a customer is connected. */
import { z } from "@hono/zod-openapi";

/** As it stands in a customer's answer. */
export const technicalData = z
  .object({ ip_pelanggan: z.string().nullable(), vlan: z.int().nullable() })
  .openapi("DataTeknisPelanggan");

/** Nothing is known of a customer's line until there is a network to know it from. */
export const showTechnicalData = (): z.input<typeof technicalData> | null => null;
