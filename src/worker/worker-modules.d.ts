/** Vite: a worker's module as a constructor, its code inlined in the page. */
declare module '*?worker&inline' {
  const workerConstructor: new (options?: { name?: string }) => Worker
  export default workerConstructor
}
