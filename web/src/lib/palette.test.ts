import { expect, test } from "vitest";
import { matches, palette, type Command } from "./palette.svelte.ts";

const command: Command = { id: "a", label: "Tambah pelanggan", keywords: "add customer", href: "/" };

test("a command is found by the beginnings of its words, in any order", () => {
  for (const query of ["", "tam", "pel tam", "TAMBAH", "cust"]) expect(matches(command, query), query).toBe(true);
  for (const query of ["ambah", "tambah x"]) expect(matches(command, query), query).toBe(false);
});

test("a page takes its actions with it", () => {
  const leave = palette.addActions("page", () => [command]);
  expect(palette.actions).toEqual([command]);
  leave();
  expect(palette.actions).toEqual([]);
});
