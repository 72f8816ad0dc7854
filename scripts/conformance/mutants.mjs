// Objects with one random thing wrong, or not: good ones in which one place is deleted, doubled or set to an odd value.

/** What people and generators write by mistake, and what sits at the edges of formats. */
const VALUES = [
  '',
  'A B',
  'UPPER',
  'x'.repeat(300),
  -1,
  0,
  1,
  99_999_999,
  1.5,
  true,
  null,
  [],
  {},
  [''],
  { a: 'b' },
  '10%',
  '1Gi',
  '10.0.0.0/8',
  '::1',
  'Always',
  'nope',
  '../x',
  'a/b',
  '5s',
  'é',
  '0',
  '65536',
  'a.b.c',
  '-x',
  'Strict',
  '*',
  '*.x.com',
];
/** Without these an object is no case of its kind, or is sent elsewhere. */
const FIXED = new Set(['/apiVersion', '/kind', '/metadata/namespace']);

/**
 * @param count how many different mutants to make of one seed
 * @returns items like those of `readObjects`, as JSON
 */
export function mutate(items, { count, seed }) {
  const random = randomOf(seed);
  const pick = (list) => list[random(list.length)];
  const seen = new Set();
  const mutants = [];
  // Few objects have few mutants; more tries than these bring none.
  for (let tries = 0; mutants.length < count && tries < count * 50; tries += 1) {
    const item = pick(items);
    const object = structuredClone(item.object);
    const path = pick(pathsOf(object));
    change(object, path, random, pick);
    const text = JSON.stringify(object);
    if (seen.has(text)) continue;
    seen.add(text);
    const title = `seed ${seed}, ${item.title} ${item.object.kind} /${path.join('/')}`;
    mutants.push({ title, text, object, yaml: false });
  }
  return mutants;
}

function change(object, path, random, pick) {
  const parent = path.slice(0, -1).reduce((node, key) => node[key], object);
  const key = path.at(-1);
  const value = parent[key];
  const way = random(6);
  if (way === 0) {
    if (Array.isArray(parent)) parent.splice(key, 1);
    else delete parent[key];
  } else if (way === 1) {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) value.bogusField = 1;
    else if (Array.isArray(parent)) parent.push(structuredClone(value));
    else parent[`${key}x`] = value;
  } else {
    parent[key] = structuredClone(pick(VALUES));
  }
}

function pathsOf(object) {
  const paths = [];
  const walk = (value, path) => {
    if (path.length > 0 && !FIXED.has(`/${path.join('/')}`)) paths.push(path);
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) walk(value[key], [...path, Array.isArray(value) ? Number(key) : key]);
  };
  walk(object, []);
  return paths;
}

/** A small generator of numbers (mulberry32): a seed gives the same mutants on every machine. */
function randomOf(seed) {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
