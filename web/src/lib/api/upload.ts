import { unwrap, api, type Schemas } from "./client.ts";
import { NetworkError, toApiError } from "./problem.ts";
import { tokens } from "./tokens.ts";

/**
 * Sends a file and tells how much of it is on its way (0 to 1), which `fetch` can't.
 * Throws what the API throws.
 */
export async function uploadFile(
  file: File,
  purpose: "attachment" | "identity",
  onprogress: (ratio: number) => void,
): Promise<Schemas["File"]> {
  const query = new URLSearchParams({ purpose, name: file.name.slice(0, 120) });
  return (await send(`/api/v1/files?${query}`, file, onprogress)) as Schemas["File"];
}

/** Sends a CSV of customers likewise. */
export async function uploadCustomers(
  file: File,
  onprogress: (ratio: number) => void,
): Promise<Schemas["CustomerImport"]> {
  const form = new FormData();
  form.append("file", file);
  return (await send("/api/v1/customer-imports", form, onprogress)) as Schemas["CustomerImport"];
}

async function send(path: string, body: Blob | FormData, onprogress: (ratio: number) => void): Promise<unknown> {
  // Renews the session's token where it has to be; what follows goes past the client that does so.
  await unwrap(api.GET("/api/v1/auth/me"));
  const response = await post(path, body, onprogress);
  if (!response.ok) throw await toApiError(response);
  return response.json();
}

function post(path: string, body: Blob | FormData, onprogress: (ratio: number) => void): Promise<Response> {
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const request = new XMLHttpRequest();
  request.open("POST", path);
  request.setRequestHeader("Authorization", `Bearer ${tokens.read()?.accessToken ?? ""}`);
  if (body instanceof Blob) request.setRequestHeader("Content-Type", "application/octet-stream");
  request.setRequestHeader("Accept-Language", document.documentElement.lang);
  request.upload.onprogress = ({ loaded, total }) => onprogress(total ? loaded / total : 0);
  request.onload = () => {
    const retryAfter = request.getResponseHeader("Retry-After");
    const headers = retryAfter === null ? undefined : { "Retry-After": retryAfter };
    resolve(new Response(request.responseText, { status: request.status, ...(headers && { headers }) }));
  };
  request.onerror = () => reject(new NetworkError(undefined));
  request.send(body);
  return promise;
}
