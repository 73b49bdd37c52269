// The first script of the page inside Teams: the person is signed in while the app is still being loaded.
// The build puts addresses in the places of SURFACE_WASM_URL and TEAMS_URL.

import { launch } from "./launch.js";
import initSurface, { begin, climb, notifyReady } from "mooring-surface";

let theme = "default";
let listener = () => {};

function hear(name) {
  theme = name;
  listener(name);
}

async function signIn() {
  await initSurface({ module_or_path: SURFACE_WASM_URL });
  return begin(() => import(TEAMS_URL), hear);
}

const embedding = {
  begun: undefined,
  climb,
  notifyReady,
  onTheme(heard) {
    listener = heard;
    heard(theme);
  },
};

// Opened outside of a frame, this is a page like any other.
const framed = window.parent !== window;
if (framed) {
  embedding.begun = signIn();
}
await launch(framed ? embedding : undefined);
