/** How things look on a page. Lengths are points, 72 an inch. */

export type Color = readonly [red: number, green: number, blue: number];
export const ink: Color = [0.12, 0.14, 0.16];
export const grey: Color = [0.4, 0.43, 0.46];
export const pale: Color = [0.85, 0.87, 0.88];
/** Behind the head of a table, or a sum. */
export const shade: Color = [0.955, 0.962, 0.966];

export type FontName = "regular" | "bold" | "italic";
export interface TextStyle {
  /** Height of the letters; default 10. */
  size?: number;
  font?: FontName;
  color?: Color;
  align?: "left" | "right" | "center";
}
export const defaultSize = 10;

/** `y` is counted from the top of the page. */
export interface Box {
  x: number;
  y: number;
  width: number;
}
