// The first script of the page in a browser tab of its own.

import { launch } from "./launch.js";

await launch(undefined);
