// The part of the WebAssembly API that the engines use: Node has it, but its types stand in the DOM library.
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: 'WebAssembly.Module';
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  interface Global {
    value: number | bigint;
  }
  type ExportValue = Memory | Global | ((...parameters: number[]) => number);
  interface Instance {
    readonly exports: Readonly<Record<string, ExportValue>>;
  }
  type Imports = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const Module: { new (bytes: ArrayBuffer): Module; readonly prototype: Module };
  const Memory: { new (descriptor: { initial: number }): Memory; readonly prototype: Memory };
  const Global: { readonly prototype: Global; [Symbol.hasInstance](value: unknown): value is Global };
  const RuntimeError: { new (message?: string): Error; readonly prototype: Error };
  function compile(bytes: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
}
