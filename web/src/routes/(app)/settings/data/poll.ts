/** How often work in the background is asked how far it is. */
export const pollMs = 2_000;
