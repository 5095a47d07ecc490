/** Saves content as a file of this device. */
function saveFile(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Saves the file that the API answered with (`parseAs: "blob"`), under the name that it gave (RFC 6266, section 4.1). */
export function saveAnswer({ data, response }: { data?: unknown; response: Response }): void {
  const said = response.headers.get("content-disposition") ?? "";
  const [, encoded] = /filename\*=UTF-8''([^;]+)/.exec(said) ?? [];
  const [, plain] = /filename="([^"]+)"/.exec(said) ?? [];
  saveFile(data as Blob, (encoded && decodeURIComponent(encoded)) ?? plain ?? "tepi");
}
