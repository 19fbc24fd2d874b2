// Makes WebAssembly modules small: `node optimise.mjs <file>…` writes each anew, as `wasm-opt -Os` would. One process for
// many of them, because starting the program takes longer than most modules do.
import { readFileSync, writeFileSync } from 'node:fs';

// It warns of every name that newer compilers give and that are taken out below: hundreds of lines.
const { warn, error } = console;
const quiet = (say) => (...said) => /unknown name subsection/.test(said[0]) || say(...said);
console.warn = quiet(warn);
console.error = quiet(error);
const { default: binaryen } = await import('binaryen');

const { BulkMemory, BulkMemoryOpt, NontrappingFPToInt, SignExt, MutableGlobals, ReferenceTypes, Multivalue } = binaryen.Features;
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(1);
for (const file of process.argv.slice(2)) {
  const module = binaryen.readBinary(readFileSync(file));
  module.setFeatures(BulkMemory | BulkMemoryOpt | NontrappingFPToInt | SignExt | MutableGlobals | ReferenceTypes | Multivalue);
  module.optimize();
  module.runPasses(['strip-debug', 'strip-producers', 'strip-target-features']);
  if (!module.validate()) throw new Error(`${file} is not valid after optimising`);
  writeFileSync(file, module.emitBinary());
  module.dispose();
}
