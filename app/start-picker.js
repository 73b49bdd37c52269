// The first script of the picker's page for other web apps.

import { meet } from "./embed.js";
import { launch } from "./launch.js";

const origins = document.documentElement.dataset.embed.split(" ").filter((origin) => origin.length > 0);

await launch(fetch(WASM_URL), undefined, meet(origins));
