// Given on stdin: lines of JSON {width, height, grey: base64 of a byte a pixel}. Prints what jsqr reads in each, or null.
import { createInterface } from "node:readline";
import jsQR from "jsqr";

for await (const line of createInterface({ input: process.stdin })) {
  const { width, height, grey } = JSON.parse(line);
  const bytes = Buffer.from(grey, "base64");
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < bytes.length; i++) pixels.set([bytes[i], bytes[i], bytes[i], 255], i * 4);
  console.log(JSON.stringify(jsQR(pixels, width, height)?.data ?? null));
}
