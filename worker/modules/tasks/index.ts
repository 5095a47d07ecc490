export { taskRoutes } from "./routes.ts";
export { giveUpRun, runTask, startDueTask } from "./runs.ts";
export { addBuiltInTasks, dueTasks, tendTasks } from "./tend.ts";
