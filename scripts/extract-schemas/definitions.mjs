// What the extraction of built-in kinds and of custom resources share.
import { createHash } from 'node:crypto';

export const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');

/** Stores each distinct schema once and gives its number. */
export class Definitions {
  list = [];
  #numbers = new Map();

  add(schema) {
    const text = JSON.stringify(schema);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.list.length;
    this.list.push(schema);
    this.#numbers.set(text, number);
    return number;
  }
}

/** Sorts entries by their key. */
export const byName = ([left], [right]) => (left < right ? -1 : left > right ? 1 : 0);
