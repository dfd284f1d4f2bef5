// Bundles what pages load: one style sheet for all, one small module for each page that needs a script.
import { build } from "esbuild";

await build({
  entryPoints: [
    "assets/portal.css",
    "assets/htmx.js",
    "assets/dashboard.js",
    { in: "assets/survey/survey.css", out: "survey" },
    { in: "assets/survey/main.js", out: "survey" },
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
