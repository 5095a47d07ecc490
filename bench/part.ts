/** A part of the benchmark. */
export interface Options {
  /** Customers or subscriptions; default: each part's own. */
  size?: number | undefined;
}

/** @returns the part's section of `results.md` */
export type Part = (options: Options) => Promise<string>;
