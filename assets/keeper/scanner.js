// Reads QR codes where the browser does not by itself: loaded by `import()` when it is needed, its wasm comes from us.
import { BarcodeDetector, prepareZXingModule } from "barcode-detector/ponyfill";

export function createDetector(wasm) {
  const locateFile = (path, prefix) => (path.endsWith(".wasm") ? wasm : prefix + path);
  prepareZXingModule({ overrides: { locateFile } });
  return new BarcodeDetector({ formats: ["qr_code"] });
}
