// The first script of the page inside Teams: the person is signed in while the app is still being loaded.
// The build puts addresses in the places of TEAMS_URL and LAUNCH_URL.

import { embed } from "./embedding.js";

// Opened outside of a frame, this is a page like any other.
const framed = window.parent !== window;
const embedding = framed ? embed("teams", () => import(TEAMS_URL)) : undefined;
// What signs the person in has begun before the app takes its share of the processor.
await embedding?.ready.catch(() => {});
const { launch } = await import(LAUNCH_URL);
await launch(embedding);
