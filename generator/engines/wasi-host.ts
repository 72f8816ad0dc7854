/** A WASI preview1 host without files, sockets, or a real clock: what a module can see is the same in every run. */

/** 2024-01-01T00:00:00Z: the moment in which every chart is rendered. */
const WALL_CLOCK = 1_704_067_200_000_000_000n;
const SEED = 0x2545f491;
/** One day, one hour, one minute and one second: with another seed, every part of a printed time differs. */
const CLOCK_STEP = 90_061_000_000_000n;

const SUCCESS = 0;
const BAD_DESCRIPTOR = 8;
const NOT_SUPPORTED = 52;

/** Functions a Go program may import; each one not implemented here answers "not supported". */
const UNSUPPORTED = [
  'fd_advise',
  'fd_allocate',
  'fd_datasync',
  'fd_fdstat_set_rights',
  'fd_filestat_get',
  'fd_filestat_set_size',
  'fd_filestat_set_times',
  'fd_pread',
  'fd_prestat_dir_name',
  'fd_pwrite',
  'fd_read',
  'fd_readdir',
  'fd_renumber',
  'fd_seek',
  'fd_sync',
  'fd_tell',
  'path_create_directory',
  'path_filestat_get',
  'path_filestat_set_times',
  'path_link',
  'path_open',
  'path_readlink',
  'path_remove_directory',
  'path_rename',
  'path_symlink',
  'path_unlink_file',
  'proc_raise',
  'sock_accept',
  'sock_recv',
  'sock_send',
  'sock_shutdown',
] as const;

/** The engine ended itself, as Go does when memory runs out. Its instance cannot be used again. */
export class EngineExit extends Error {
  constructor(status: number, output: string) {
    super(output === '' ? `the engine exited with status ${status}` : output);
    this.name = 'EngineExit';
  }
}

export interface WasiHost {
  readonly imports: WebAssembly.Imports;
  /** Gives the host the memory it answers into; once, right after instantiation. */
  attach(memory: WebAssembly.Memory): void;
  /**
   * Starts the random numbers over, so that equal calls see equal ones. Another seed (a whole number, default 0) gives
   * other numbers, and another day: what differs between two seeds depends on chance or on the clock.
   */
  reseed(seed?: number): void;
  /** What the module has printed since the last reseed: on a crash, Go's report. */
  printed(): string;
  /** Time that has passed inside, part of a saved state. */
  elapsed: bigint;
}

/** Makes the host of one instance. */
export function createWasiHost(): WasiHost {
  let memory: WebAssembly.Memory | undefined;
  let random = SEED;
  let wallClock = WALL_CLOCK;
  let output = '';
  const decoder = new TextDecoder();
  const encoder = new TextEncoder();

  const bytes = (): Uint8Array => {
    if (memory === undefined) throw new Error('the host has no memory yet');
    return new Uint8Array(memory.buffer);
  };
  const view = (): DataView => {
    const all = bytes();
    return new DataView(all.buffer);
  };
  const writeSizes = (texts: readonly string[], count: number, size: number): number => {
    view().setUint32(count, texts.length, true);
    view().setUint32(
      size,
      texts.reduce((sum, text) => sum + text.length + 1, 0),
      true,
    );
    return SUCCESS;
  };
  const writeTexts = (texts: readonly string[], pointers: number, start: number): number => {
    let at = start;
    for (const [index, text] of texts.entries()) {
      view().setUint32(pointers + 4 * index, at, true);
      const encoded = encoder.encode(`${text}\0`);
      bytes().set(encoded, at);
      at += encoded.length;
    }
    return SUCCESS;
  };
  /** xorshift32: repeatable, nothing more; no secret may come from a render. */
  const nextRandom = (): number => {
    random ^= random << 13;
    random ^= random >>> 17;
    random ^= random << 5;
    return random & 0xff;
  };

  const parameters = ['engine'];
  const host: WasiHost = {
    printed: () => output.trim(),
    elapsed: 1n,
    attach: (given) => {
      memory = given;
    },
    reseed: (seed = 0) => {
      // Never zero, where the generator would stay; odd steps keep small seeds apart.
      random = (SEED ^ Math.imul(seed, 0x9e3779b1)) | 0 || SEED;
      wallClock = WALL_CLOCK + BigInt(seed) * CLOCK_STEP;
      output = '';
    },
    imports: {
      wasi_snapshot_preview1: {
        ...Object.fromEntries(UNSUPPORTED.map((name) => [name, () => NOT_SUPPORTED])),
        args_sizes_get: (count: number, size: number) => writeSizes(parameters, count, size),
        args_get: (pointers: number, start: number) => writeTexts(parameters, pointers, start),
        environ_sizes_get: (count: number, size: number) => writeSizes([], count, size),
        environ_get: () => SUCCESS,
        sched_yield: () => SUCCESS,
        proc_exit: (status: number) => {
          throw new EngineExit(status, output.trim());
        },
        clock_res_get: (_clock: number, out: number) => {
          view().setBigUint64(out, 1000n, true);
          return SUCCESS;
        },
        clock_time_get: (clock: number, _precision: bigint, out: number) => {
          host.elapsed += 1000n;
          view().setBigUint64(out, clock === 0 ? wallClock : host.elapsed, true);
          return SUCCESS;
        },
        random_get: (start: number, length: number) => {
          const target = bytes().subarray(start, start + length);
          for (let index = 0; index < length; index++) target[index] = nextRandom();
          return SUCCESS;
        },
        fd_write: (_descriptor: number, vectors: number, count: number, written: number) => {
          let total = 0;
          for (let index = 0; index < count; index++) {
            const start = view().getUint32(vectors + 8 * index, true);
            const length = view().getUint32(vectors + 8 * index + 4, true);
            if (output.length < 4000) output += decoder.decode(bytes().slice(start, start + Math.min(length, 4000)));
            total += length;
          }
          view().setUint32(written, total, true);
          return SUCCESS;
        },
        fd_close: () => SUCCESS,
        fd_prestat_get: () => BAD_DESCRIPTOR,
        fd_fdstat_set_flags: () => SUCCESS,
        fd_fdstat_get: (descriptor: number, out: number) => {
          if (descriptor > 2) return BAD_DESCRIPTOR;
          bytes().fill(0, out, out + 24);
          // A character device: Go then neither seeks nor polls it.
          view().setUint8(out, 2);
          return SUCCESS;
        },
        // Every wait is over at once: the clock jumps to where the longest of them ends.
        poll_oneoff: (subscriptions: number, events: number, count: number, out: number) => {
          for (let index = 0; index < count; index++) {
            const subscription = subscriptions + 48 * index;
            const event = events + 32 * index;
            bytes().copyWithin(event, subscription, subscription + 8);
            bytes().fill(0, event + 8, event + 32);
            const kind = view().getUint8(subscription + 8);
            view().setUint8(event + 10, kind);
            if (kind === 0) advance(host, view(), subscription);
          }
          view().setUint32(out, count, true);
          return SUCCESS;
        },
      },
    },
  };
  return host;
}

function advance(host: WasiHost, view: DataView, subscription: number): void {
  const timeout = view.getBigUint64(subscription + 24, true);
  const isAbsolute = (view.getUint16(subscription + 40, true) & 1) === 1;
  const end = isAbsolute ? timeout : host.elapsed + timeout;
  if (end > host.elapsed) host.elapsed = end;
}
