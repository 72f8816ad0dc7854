// Small edits of a WebAssembly module's sections.

function readNumber(bytes, start) {
  let value = 0;
  let shift = 0;
  for (let at = start; ; at++) {
    value += (bytes[at] & 127) * 2 ** shift;
    shift += 7;
    if (bytes[at] < 128) return [value, at + 1];
  }
}

function writeNumber(value) {
  const bytes = [];
  for (let rest = value; ; ) {
    const low = rest % 128;
    rest = Math.floor(rest / 128);
    if (rest === 0) return Buffer.from([...bytes, low]);
    bytes.push(low + 128);
  }
}

const SECTION = { memory: 5, global: 6, export: 7, data: 11, dataCount: 12 };
const CONSTANT = { i32: 0x41, i64: 0x42, f32: 0x43, f64: 0x44, end: 0x0b };

/** Indexes of the globals that may change. Go initialises each with one constant. */
function mutableGlobals(body) {
  const [count, first] = readNumber(body, 0);
  const found = [];
  let at = first;
  for (let index = 0; index < count; index++) {
    if (body[at + 1] === 1) found.push(index);
    const opcode = body[at + 2];
    at += 3;
    if (opcode === CONSTANT.f32) at += 4;
    else if (opcode === CONSTANT.f64) at += 8;
    else if (opcode === CONSTANT.i32 || opcode === CONSTANT.i64) {
      while (body[at] >= 128) at++;
      at++;
    } else throw new Error(`global ${index} starts with opcode ${opcode}, which is not a constant`);
    if (body[at] !== CONSTANT.end) throw new Error(`global ${index} is not a single constant`);
    at++;
  }
  return found;
}

/**
 * Limits the memory, and exports the mutable globals as global0, global1, …: with them and its memory, an instance
 * can be put back to an earlier moment.
 */
export function patchModule(source, { maximumPages }) {
  const parts = [source.subarray(0, 8)];
  const append = (id, body) => parts.push(Buffer.from([id]), writeNumber(body.length), body);
  let globals = [];
  for (let at = 8; at < source.length; ) {
    const id = source[at];
    const [length, start] = readNumber(source, at + 1);
    const body = source.subarray(start, start + length);
    at = start + length;
    if (id === SECTION.memory) {
      const [count, flags] = readNumber(body, 0);
      const [minimum] = readNumber(body, flags + 1);
      if (count !== 1 || minimum > maximumPages) throw new Error(`cannot limit ${count} memories of ${minimum} pages`);
      append(id, Buffer.concat([Buffer.from([1, 1]), writeNumber(minimum), writeNumber(maximumPages)]));
    } else if (id === SECTION.export) {
      const [count, first] = readNumber(body, 0);
      const added = globals.map((global) => {
        const name = Buffer.from(`global${global}`);
        return Buffer.concat([writeNumber(name.length), name, Buffer.from([3]), writeNumber(global)]);
      });
      append(id, Buffer.concat([writeNumber(count + globals.length), body.subarray(first), ...added]));
    } else {
      if (id === SECTION.global) globals = mutableGlobals(body);
      append(id, body);
    }
  }
  return Buffer.concat(parts);
}

/** The module without its data, for a host that brings the whole memory: only its size stays. */
export function withoutData(source, { minimumPages }) {
  const parts = [source.subarray(0, 8)];
  for (let at = 8; at < source.length; ) {
    const id = source[at];
    const [length, start] = readNumber(source, at + 1);
    let body = source.subarray(start, start + length);
    at = start + length;
    if (id === SECTION.data || id === SECTION.dataCount) continue;
    if (id === SECTION.memory) {
      const [, afterMinimum] = readNumber(body, 2);
      body = Buffer.concat([body.subarray(0, 2), writeNumber(minimumPages), body.subarray(afterMinimum)]);
    }
    parts.push(Buffer.from([id]), writeNumber(body.length), body);
  }
  return Buffer.concat(parts);
}
