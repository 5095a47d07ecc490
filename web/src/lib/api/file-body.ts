/** The parts of a call that send a file as it is. The schema calls bytes a string, so their type is told here. */
export const fileBody = (file: Blob) => ({
  body: file as unknown as string,
  bodySerializer: (body: unknown) => body as BodyInit,
  headers: { "Content-Type": file.type || "application/octet-stream" },
});
