// The first script of the page in a browser tab of its own. The build puts the address of the WebAssembly file in the place of
// WASM_URL, so that the integrity of the page's script covers it.

import { launch } from "./launch.js";

await launch(fetch(WASM_URL));
