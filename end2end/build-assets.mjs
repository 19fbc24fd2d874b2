// Builds what browsers load besides the WebAssembly: the style sheet with its fonts, the chart library, the public files.
//
// `node build-assets.mjs <site folder>` writes `assets/main.css`, `assets/fonts/…`, `assets/…` (from `public/`),
// `vendor/echarts.js`, their compressed forms, and `assets/version`: a name for exactly this content, which pages put
// behind each address.
import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import subsetFont from 'subset-font';

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const site = process.argv[2];
if (!site) {
  console.error('usage: build-assets.mjs <site folder>');
  process.exit(2);
}
const assets = join(site, 'assets');
const vendor = join(site, 'vendor');

// What the traffic chart uses and nothing else.
const charts = `
  import * as core from 'echarts/core';
  import { LineChart } from 'echarts/charts';
  import { DataZoomInsideComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
  import { CanvasRenderer } from 'echarts/renderers';
  core.use([LineChart, GridComponent, TooltipComponent, MarkLineComponent, MarkAreaComponent, DataZoomInsideComponent, CanvasRenderer]);
  globalThis.echarts = core;
`;

const shared = { bundle: true, minify: true, logLevel: 'warning', nodePaths: [join(here, 'node_modules')], target: ['chrome111', 'firefox121', 'safari16.4'] };

/** The letters of our languages that are written in Latin ones, marks and signs: what the style sheet's range for this file names. */
const LATIN = [[0x20, 0xff], [0x131, 0x131], [0x152, 0x153], [0x2bb, 0x2bc], [0x2c6, 0x2c6], [0x2da, 0x2da], [0x2dc, 0x2dc], [0x2000, 0x206f], [0x20ac, 0x20ac], [0x2122, 0x2122], [0x2191, 0x2193], [0x2212, 0x2212], [0x2215, 0x2215]];
const latin = LATIN.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at))).join('');

/** Every page needs this file: it carries no weight that no page is set in. */
const lighterFont = {
  name: 'lighter-font',
  setup(build) {
    build.onLoad({ filter: /inter-latin-wght-normal\.woff2$/ }, async ({ path }) => ({
      contents: await subsetFont(await readFile(path), latin, { targetFormat: 'woff2', variationAxes: { wght: { min: 400, max: 640 } } }),
      loader: 'file',
    }));
  },
};

async function files(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name)).sort();
}

async function compress(path) {
  const bytes = await readFile(path);
  await writeFile(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }));
  await writeFile(`${path}.gz`, gzipSync(bytes, { level: 9 }));
}

await Promise.all([assets, vendor].map((folder) => rm(folder, { recursive: true, force: true })));
await Promise.all([assets, vendor].map((folder) => mkdir(folder, { recursive: true })));

await Promise.all([
  build({ ...shared, entryPoints: [join(root, 'style/main.css')], outfile: join(assets, 'main.css'), loader: { '.woff2': 'file' }, assetNames: 'fonts/[name]-[hash]', plugins: [lighterFont] }),
  build({ ...shared, stdin: { contents: charts, resolveDir: here }, outfile: join(vendor, 'echarts.js'), format: 'iife', legalComments: 'none' }),
  cp(join(root, 'public'), assets, { recursive: true }),
]);
// The chart library's licence asks to be passed on with it.
await cp(join(here, 'node_modules/echarts/LICENSE'), join(vendor, 'echarts.LICENSE.txt'));

const built = [...(await files(assets)), ...(await files(vendor))];
const hash = createHash('sha256');
for (const path of built) hash.update(await readFile(path));
await Promise.all(built.filter((path) => /\.(css|js|svg)$/.test(path)).map(compress));
await writeFile(join(assets, 'version'), `${hash.digest('hex').slice(0, 16)}\n`);
