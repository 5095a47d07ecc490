import ListTodo from "@lucide/svelte/icons/list-todo";
import { api, unwrap } from "#lib/api/client.ts";
import type { SearchProvider } from "#lib/palette.svelte.ts";
import { m } from "#lib/paraglide/messages.js";
import { paths } from "#lib/paths.ts";

/** Tasks in the command palette, by name. */
export const taskSearch: SearchProvider = {
  heading: m.nav_tasks,
  permission: "tasks:read",
  async search(q, signal) {
    const { data } = await unwrap(api.GET("/api/v1/tasks", { signal, params: { query: { q, limit: 5 } } }));
    return data.map(({ id, name }) => ({
      id: `task-${id}`,
      label: name,
      icon: ListTodo,
      href: paths.tasks.one(id),
    }));
  },
};
