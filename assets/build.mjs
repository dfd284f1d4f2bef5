// Bundles what pages load: one style sheet for all, one small module for each page that needs a script.
import { copyFile, mkdir } from "node:fs/promises";
import { build } from "esbuild";

await build({
  entryPoints: [
    "assets/portal.css",
    "assets/htmx.js",
    "assets/dashboard.js",
    { in: "assets/survey/survey.css", out: "survey" },
    { in: "assets/survey/main.js", out: "survey" },
    { in: "assets/keeper/keeper.css", out: "keeper" },
    { in: "assets/keeper/main.js", out: "keeper" },
    { in: "assets/keeper/scanner.js", out: "scanner" },
    { in: "assets/offline/worker.js", out: "offline_worker" },
  ],
  outdir: "static/dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "linked",
  external: ["/static/*"],
});

// What reads QR codes where the browser itself does not; loaded by the keeper's desk alone, and only there.
await copyFile("node_modules/zxing-wasm/dist/reader/zxing_reader.wasm", "static/dist/zxing_reader.wasm");

// The twin of Times New Roman for official documents; read by the server alone, so it stands beside what is served.
const tinos = "node_modules/@expo-google-fonts/tinos";
const faces = ["400Regular", "400Regular_Italic", "700Bold", "700Bold_Italic"];
await mkdir("typefaces", { recursive: true });
await Promise.all(faces.map((face) => copyFile(`${tinos}/${face}/Tinos_${face}.ttf`, `typefaces/Tinos_${face}.ttf`)));
