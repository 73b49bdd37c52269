// The first script of the pane inside Outlook: the person is signed in while the app is still being loaded.
// The build puts the address in the place of OUTLOOK_URL.

import { embed } from "./embedding.js";
import { launch } from "./launch.js";
import { isInOffice } from "./office-host.js";

// On a desktop the pane is a window of its own. Opened in a browser tab without Outlook, this is a page like any other.
const embedded = window.parent !== window || isInOffice();
await launch(embedded ? embed("outlook", () => import(OUTLOOK_URL)) : undefined);
