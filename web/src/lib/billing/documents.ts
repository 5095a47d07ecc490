import { api, unwrap } from "#lib/api/client.ts";

/** An invoice or a receipt, as what it is made of. `number` names the file. */
export type DocumentOf = { type: "invoice" | "receipt"; id: string; number: string };

/** Saves an invoice or a receipt as PDF on this device. Throws what the API throws. */
export async function downloadPdf({ type, id, number }: DocumentOf): Promise<void> {
  const options = { params: { path: { id } }, parseAs: "blob" } as const;
  const content = await unwrap(
    type === "invoice"
      ? api.GET("/api/v1/invoices/{id}/pdf", options)
      : api.GET("/api/v1/payments/{id}/receipt", options),
  );
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content as unknown as Blob);
  link.download = `${number.replaceAll("/", "-")}.pdf`;
  link.click();
  URL.revokeObjectURL(link.href);
}
