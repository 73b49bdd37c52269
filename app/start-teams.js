// The first script of the page inside Teams: the person is signed in while the app is still being loaded.
// The build puts addresses in the places of LAUNCH_URL and WASM_URL.

import { embed } from "./embedding.js";
import * as teams from "./teams.js";

// Opened outside of a frame, this is a page like any other.
const framed = window.parent !== window;
const embedding = framed ? embed("teams", async () => teams) : undefined;
// The app takes its share of the line and of the processor once the person's token is on its way.
await embedding?.idle;
const wasm = fetch(WASM_URL);
const { launch } = await import(LAUNCH_URL);
await launch(wasm, embedding);
