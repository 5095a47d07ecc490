const base =
  "focus-ring inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors select-none disabled:pointer-events-none disabled:opacity-50 aria-disabled:pointer-events-none aria-disabled:opacity-50 [&_svg]:pointer-events-none [&_svg]:shrink-0 [&_svg:not([class*='size-'])]:size-4";
const variants = {
  primary: "bg-primary text-primary-foreground shadow-xs hover:bg-primary/90",
  outline: "border border-input bg-card shadow-xs hover:bg-accent hover:text-accent-foreground",
  ghost: "text-muted-foreground hover:bg-accent hover:text-accent-foreground",
  destructive: "bg-destructive text-destructive-foreground shadow-xs hover:bg-destructive/90",
  link: "text-primary underline-offset-4 hover:underline",
} as const;
/** 44 px high on a phone, where a finger aims; dense where a mouse does. */
const sizes = {
  default: "h-9 px-3.5 text-sm max-md:h-11 max-md:px-4",
  small: "h-8 px-2.5 text-[0.8125rem] max-md:h-10",
  large: "h-11 px-5 text-sm",
  icon: "size-8 max-md:size-11",
  inline: "h-auto p-0 text-sm",
} as const;

export type ButtonLook = { variant?: keyof typeof variants; size?: keyof typeof sizes };
/** The classes of a button, for an element that looks like one. */
export const buttonLook = ({ variant = "primary", size = "default" }: ButtonLook): string[] => [
  base,
  variants[variant],
  sizes[size],
];
