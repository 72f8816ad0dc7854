#!/usr/bin/env node
/** Starts the program, with what V8 made of its code the last time. */
import { fileURLToPath } from 'node:url';
import { runScript } from './cache/compiled-code.ts';
import { spareCompiler } from './engines/compiler-flags.ts';

spareCompiler();
runScript(
  fileURLToPath(new URL('./program.cjs', import.meta.url)),
  fileURLToPath(new URL('..', import.meta.url)),
  process.argv[2] ?? '',
);
