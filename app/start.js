// The first script of the page: Fluent's elements, then the app. The build puts the address of the WebAssembly file in
// the place of WASM_URL, so that this script's integrity covers it.

import "./fluent.js";
import init, { mount } from "mooring-ui";

try {
  await init({ module_or_path: WASM_URL });
  mount();
} catch (error) {
  // Without WebAssembly (a locked-down browser, a broken download) nothing else can say so.
  const sentence = document.querySelector(".first-paint p");
  if (sentence) {
    sentence.textContent = "Mooring could not be started. Please load the page again, or try another browser.";
  }
  throw error;
}
