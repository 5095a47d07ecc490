export { outlets, type Outlet } from "./types.ts";
