// Fluent's elements, then the app.

import "./fluent.js";
import init, { mount } from "mooring-ui";

/** Shows the app, whose WebAssembly file is on its way; in a frame, with the sign-in that is under way there; on
 * the picker's page, with the web app that opened or frames it. */
export async function launch(wasm, embedding, embedder) {
  try {
    await init({ module_or_path: wasm });
    mount(embedding, embedder);
  } catch (error) {
    // Without WebAssembly (a locked-down browser, a broken download) nothing else can say so.
    const sentence = document.querySelector(".first-paint p");
    if (sentence) {
      sentence.textContent = "Mooring could not be started. Please load the page again, or try another browser.";
    }
    throw error;
  }
}
