/** Compiles the dashboard's messages as its build does. */
import { compile } from "@inlang/paraglide-js";
import { messages } from "../web/messages.config.ts";

process.chdir("web");
await compile(messages);
