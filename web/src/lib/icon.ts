import type { Component } from "svelte";

/** An icon of `@lucide/svelte`, or anything that is drawn the same way. */
export type IconComponent = Component<{ class?: string }>;
