const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** The keys that open the command palette, as this machine calls them. */
export const paletteKeys = isApple ? "⌘ K" : "Ctrl K";
