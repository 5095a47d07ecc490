/** QR codes as shapes, so that they stay sharp at every size. */
import { ink, type Box, type PdfWriter } from "./writer.ts";

/** Draws a QR code of a text (ISO/IEC 18004, error correction M) into a square of `width`. What surrounds it must stay white. */
export async function drawQr(pdf: PdfWriter, text: string, { x, y, width }: Box): Promise<void> {
  const { encodeQR } = await import("qr");
  const modules = encodeQR(text, "raw", { ecc: "medium", border: 0 });
  const side = width / modules.length;
  const boxes = modules.flatMap((row, n) =>
    runsOf(row).map(([from, length]) => ({
      x: x + from * side,
      y: y + n * side,
      width: length * side,
      // A hair taller, so that no reader draws white lines between rows.
      height: side + 0.02,
    })),
  );
  pdf.fillAll(boxes, ink);
}

/** Where dark modules stand side by side: first and count of each run. */
function runsOf(row: readonly boolean[]): [from: number, length: number][] {
  const runs: [number, number][] = [];
  row.forEach((isDark, n) => {
    if (!isDark) return;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === n) last[1] += 1;
    else runs.push([n, 1]);
  });
  return runs;
}
