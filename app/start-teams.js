// The first script of the page inside Teams: the person is signed in while the app is still being loaded.
// The build puts the address in the place of TEAMS_URL.

import { embed } from "./embedding.js";
import { launch } from "./launch.js";

// Opened outside of a frame, this is a page like any other.
const framed = window.parent !== window;
await launch(framed ? embed("teams", () => import(TEAMS_URL)) : undefined);
