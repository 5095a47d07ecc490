import { clsx, type ClassValue } from "clsx";
import { twMerge } from "tailwind-merge";

/** Joins classes; the later of two that conflict wins. */
export const cn = (...classes: ClassValue[]): string => twMerge(clsx(classes));

/** "Toko Kenanga" → "TK". */
export const initials = (name: string): string =>
  name
    .trim()
    .split(/\s+/)
    .slice(0, 2)
    .map((part) => /[\p{L}\p{N}]/u.exec(part)?.[0].toUpperCase() ?? "")
    .join("");
