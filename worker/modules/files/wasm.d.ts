/** WebAssembly as the Worker's bundle carries it: compiled when it is deployed. */
declare module "*.wasm?module" {
  const module: WebAssembly.Module;
  export default module;
}
