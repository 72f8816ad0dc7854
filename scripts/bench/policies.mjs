// Judges resources by every rule in this thread and prints the milliseconds: node policies.mjs RESOURCES COUNT
import { readFileSync } from 'node:fs';
import { checkPolicies } from '../../dist/validate/policy/evaluate.js';

const [file, count] = process.argv.slice(2);
const { resources, parameters } = JSON.parse(readFileSync(file, 'utf8'));
const chosen = resources.slice(0, Number(count));
const started = performance.now();
const { violations } = await checkPolicies(chosen, { parameters });
const milliseconds = performance.now() - started;
process.stdout.write(`${JSON.stringify({ milliseconds, resources: chosen.length, violations: violations.length })}\n`);
