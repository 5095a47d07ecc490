/** One line of a chart. */
export type Series<Point> = { key: string; label: string; color: string; value: (point: Point) => number };

export type LineChartProps<Point> = {
  /** What the chart shows; also the caption of the table that is read out. */
  label: string;
  points: readonly Point[];
  /** Where a point stands, in epoch milliseconds. */
  at: (point: Point) => number;
  series: readonly Series<Point>[];
  formatAt: (at: number) => string;
  /** On the axis, short. */
  formatTick: (value: number) => string;
  formatValue: (value: number) => string;
  /** In pixels. */
  height?: number;
};

/** The index of the number nearest to `target` in an ascending list. */
export function nearest(ascending: readonly number[], target: number): number {
  let low = 0;
  let high = ascending.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? 0) < target) low = middle + 1;
    else high = middle;
  }
  const before = ascending[low - 1];
  const after = ascending[low];
  return before !== undefined && after !== undefined && target - before <= after - target ? low - 1 : low;
}
