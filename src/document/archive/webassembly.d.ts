// The parts of WebAssembly that library.ts uses: Node.js has it, @types/node does not describe it, and lib.dom is not wanted.
declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>

  class Module {
    constructor(code: Uint8Array)
  }

  class Instance {
    constructor(module: Module, imports: Imports)
    readonly exports: Record<string, unknown>
  }

  class Memory {
    readonly buffer: ArrayBuffer
    grow(pages: number): number
  }
}
