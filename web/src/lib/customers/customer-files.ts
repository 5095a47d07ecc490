import { queryOptions } from "@tanstack/svelte-query";
import { api, unwrap, type Schemas } from "#lib/api/client.ts";
import { uploadFile } from "#lib/api/upload.ts";
import { queryClient } from "#lib/query-client.ts";

export type CustomerFile = Schemas["File"];

/** A customer's files, newest first. */
export const customerFilesQuery = (id: string) =>
  queryOptions({
    queryKey: ["customers", "files", id],
    queryFn: async ({ signal }) =>
      (await unwrap(api.GET("/api/v1/customers/{id}/files", { signal, params: { path: { id } } }))).data,
  });

const changed = (id: string) =>
  Promise.all(
    [customerFilesQuery(id).queryKey, ["activity-logs"]].map((queryKey) => queryClient.invalidateQueries({ queryKey })),
  );

/** Sends a file and gives it to a customer. */
export async function addCustomerFile(id: string, file: File, onprogress: (ratio: number) => void): Promise<void> {
  const sent = await uploadFile(file, "attachment", onprogress);
  await api.POST("/api/v1/customers/{id}/files", { params: { path: { id } }, body: { fileId: sent.id } });
  await changed(id);
}

export async function removeCustomerFile(id: string, fileId: string): Promise<void> {
  await api.DELETE("/api/v1/customers/{id}/files/{fileId}", { params: { path: { id, fileId } } });
  await changed(id);
}

/** A link to a file's content, made now: it is good for ten minutes. */
export const freshLink = async (fileId: string): Promise<string> =>
  (await unwrap(api.GET("/api/v1/files/{id}", { params: { path: { id: fileId } } }))).url;

/** Content types that are taken, by the endings of names: some systems give a file no type. */
const endings: Record<string, string> = {
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  png: "image/png",
  pdf: "application/pdf",
};
export const acceptedTypes = [...new Set(Object.values(endings))].join(",");

export const isAccepted = ({ name, type }: File): boolean =>
  acceptedTypes.split(",").includes(type || (endings[name.split(".").pop()?.toLowerCase() ?? ""] ?? ""));
