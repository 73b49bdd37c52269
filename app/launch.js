// Fluent's elements, then the app. The build puts the address of the WebAssembly file in the place of WASM_URL, so that the
// integrity of the page's script covers it.

import "./fluent.js";
import init, { mount } from "mooring-ui";

/** Shows the app; in a frame, with the sign-in that is under way there. */
export async function launch(embedding) {
  try {
    await init({ module_or_path: WASM_URL });
    mount(embedding);
  } catch (error) {
    // Without WebAssembly (a locked-down browser, a broken download) nothing else can say so.
    const sentence = document.querySelector(".first-paint p");
    if (sentence) {
      sentence.textContent = "Mooring could not be started. Please load the page again, or try another browser.";
    }
    throw error;
  }
}
