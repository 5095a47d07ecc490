import { endpoint, type App } from "../../core/http/endpoint.ts";
import { pageOf } from "../../core/http/page.ts";
import { runAnswer, runQuery, runsOfTaskQuery, taskAnswer, taskId, taskInput, taskPatch, taskQuery } from "./inputs.ts";
import { getTask, listRuns, listRunsOf, listTasks } from "./list.ts";
import { createTask, deleteTask, startRun, updateTask } from "./service.ts";

export function taskRoutes(app: App): void {
  const all = { path: "/tasks", tag: "Tasks", limit: "general", status: 200 } as const;
  const one = { ...all, path: "/tasks/{id}", params: taskId, response: taskAnswer } as const;
  const runs = { ...all, path: "/tasks/{id}/runs", params: taskId } as const;
  endpoint(
    app,
    {
      ...all,
      method: "get",
      id: "listTasks",
      summary: "Tasks with what each does now, did last, and when it is due",
      access: "tasks:read",
      query: taskQuery,
      response: pageOf(taskAnswer),
    },
    (ctx, { query }) => listTasks(ctx, query),
  );
  endpoint(
    app,
    {
      ...all,
      method: "post",
      id: "createTask",
      summary: "Add a task: a report that is sent, or an address that is called",
      access: "tasks:write",
      body: taskInput,
      status: 201,
      response: taskAnswer,
    },
    (ctx, { body }) => createTask(ctx, body),
  );
  endpoint(app, { ...one, method: "get", id: "getTask", summary: "A task", access: "tasks:read" }, (ctx, { params }) =>
    getTask(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...one,
      method: "patch",
      id: "updateTask",
      summary: "Change a task; its secret stays where none is sent",
      access: "tasks:write",
      body: taskPatch,
    },
    (ctx, { params, body }) => updateTask(ctx, params.id, body),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/tasks/{id}",
      params: taskId,
      method: "delete",
      id: "deleteTask",
      summary: "Remove a task of the company's own, with its history",
      access: "tasks:write",
      status: 204,
    },
    (ctx, { params }) => deleteTask(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...runs,
      method: "post",
      id: "startTaskRun",
      summary: "Run a task now",
      access: "tasks:write",
      status: 202,
      response: runAnswer,
    },
    (ctx, { params }) => startRun(ctx, params.id),
  );
  endpoint(
    app,
    {
      ...runs,
      method: "get",
      id: "listRunsOfTask",
      summary: "Runs of a task, the newest first",
      access: "tasks:read",
      query: runsOfTaskQuery,
      response: pageOf(runAnswer),
    },
    (ctx, { params, query }) => listRunsOf(ctx, params.id, query),
  );
  endpoint(
    app,
    {
      ...all,
      path: "/task-runs",
      method: "get",
      id: "listTaskRuns",
      summary: "Runs of all tasks, the newest first",
      access: "tasks:read",
      query: runQuery,
      response: pageOf(runAnswer),
    },
    (ctx, { query }) => listRuns(ctx, query),
  );
}
