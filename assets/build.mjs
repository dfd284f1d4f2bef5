// Bundles what pages load: one style sheet for all, one small module for each page that needs a script.
import { build } from "esbuild";

await build({
  entryPoints: ["assets/portal.css", "assets/htmx.js", "assets/dashboard.js"],
  outdir: "static/dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2020",
  legalComments: "linked",
  external: ["/static/*"],
});
