/**
 * Invoices worked out by hand, in rupiah. The tax is of the sum less the discount, once for the whole invoice, half a rupiah
 * upwards: on top of prices that exclude it, or the part of them that is tax.
 */
export interface GoldenInvoice {
  title: string;
  /** Quantity and unit price of each item. */
  items: [number, number][];
  discount: number;
  tax: "none" | "11 % on top" | "11 % within" | "12 % on top" | "12 % within" | "1.1 % on top";
  subtotal: number;
  taxAmount: number;
  total: number;
}

const row = (
  title: string,
  items: GoldenInvoice["items"],
  discount: number,
  tax: GoldenInvoice["tax"],
  subtotal: number,
  taxAmount: number,
  total: number,
): GoldenInvoice => ({ title, items, discount, tax, subtotal, taxAmount, total });

// prettier-ignore
export const goldenInvoices: GoldenInvoice[] = [
  //  title                            items                          discount  tax               subtotal     tax       total
  row("no tax",                        [[1, 150_000]],                       0, "none",            150_000,       0,    150_000),
  row("11 % on top",                   [[1, 150_000]],                       0, "11 % on top",     150_000,  16_500,    166_500),
  row("11 % within",                   [[1, 150_000]],                       0, "11 % within",     150_000,  14_865,    150_000),
  row("12 % on top",                   [[1, 150_000]],                       0, "12 % on top",     150_000,  18_000,    168_000),
  row("12 % within",                   [[1, 150_000]],                       0, "12 % within",     150_000,  16_071,    150_000),
  row("a part of a percent",           [[1, 150_050]],                       0, "1.1 % on top",    150_050,   1_651,    151_701),
  row("the discount before the tax",   [[1, 150_000]],                  50_000, "11 % on top",     150_000,  11_000,    111_000),
  row("the discount, tax within",      [[1, 150_000]],                  50_000, "11 % within",     150_000,   9_910,    100_000),
  row("half a rupiah upwards",         [[1, 50]],                            0, "11 % on top",          50,       6,         56),
  row("less than half downwards",      [[1, 40]],                            0, "11 % on top",          40,       4,         44),
  row("just below half, within",       [[1, 5]],                             0, "11 % within",           5,       0,          5),
  row("just above half, within",       [[1, 6]],                             0, "11 % within",           6,       1,          6),
  row("the tax once, not item by item",[[3, 33], [1, 1]],                    0, "11 % on top",         100,      11,        111),
  row("items that each round up",      [[1, 5], [1, 5], [1, 5]],             0, "11 % on top",          15,       2,         17),
  row("nothing left to pay",           [[1, 7]],                             7, "11 % on top",           7,       0,              0),
  row("an item that costs nothing",    [[1, 0], [1, 150_000]],               0, "11 % on top",     150_000,  16_500,    166_500),
  row("two months and a part",         [[2, 150_000], [1, 50_000]],          0, "11 % on top",     350_000,  38_500,    388_500),
  row("the largest of all",            [[1000, 1_000_000_000]],              0, "none",  1_000_000_000_000,       0, 1_000_000_000_000),
];
