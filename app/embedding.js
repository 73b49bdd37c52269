// What the app and the scripts of a frame share: the sign-in that is under way, and the theme of the host.
// The build puts the address in the place of SURFACE_WASM_URL.

import initSurface, { begin, climb, notifyReady } from "mooring-surface";
import * as windows from "./window.js";

/** Begins to sign in on this surface ("teams" or "outlook") with the library that `load` imports. */
export function embed(surface, load) {
  let theme = "default";
  let listener = () => {};
  const hear = (name) => {
    theme = name;
    listener(name);
  };
  // The host is greeted while the code that decides what to ask it is still on its way. Only an origin that the page's policy
  // (`frame-ancestors`) lists can be around it, so it may be listened to.
  const library = load();
  const started = library.then((host) => host.start([...(location.ancestorOrigins ?? [])], hear));
  // Whoever waits for it hears of a failure.
  started.catch(() => {});
  const greeted = async () => ({ ...(await library), start: () => started });
  const instance = JSON.parse(document.documentElement.dataset.instance);
  const ready = initSurface({ module_or_path: SURFACE_WASM_URL });
  let waits;
  const waiting = new Promise((resolve) => {
    waits = resolve;
  });
  const begun = ready.then(() => begin(surface, greeted, windows, instance, waits));
  return {
    surface,
    started,
    begun,
    // Nothing is left to do but to wait for our service; or the climb has come to an end before that.
    idle: Promise.race([waiting, begun.catch(() => {})]),
    climb,
    notifyReady,
    /** Shows something in the host itself, where it can; else as a page of its own. */
    async openLink(link) {
      const { openLink } = await library;
      await (openLink ?? ((url) => window.open(url, "_blank", "noopener")))(link);
    },
    onTheme(heard) {
      listener = heard;
      heard(theme);
    },
  };
}
