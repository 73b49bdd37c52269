// The first script of the pane inside Outlook: the person is signed in while the app is still being loaded.
// The build puts addresses in the places of OUTLOOK_URL, LAUNCH_URL and WASM_URL.

import { embed } from "./embedding.js";
import { isInOffice } from "./office-host.js";

// On a desktop the pane is a window of its own. Opened in a browser tab without Outlook, this is a page like any other.
const embedded = window.parent !== window || isInOffice();
const embedding = embedded ? embed("outlook", () => import(OUTLOOK_URL)) : undefined;
// The app takes its share of the line and of the processor once the person's token is on its way.
await embedding?.idle;
const wasm = fetch(WASM_URL);
const { launch } = await import(LAUNCH_URL);
await launch(wasm, embedding);
