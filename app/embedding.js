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
  const signIn = async () => {
    await initSurface({ module_or_path: SURFACE_WASM_URL });
    return begin(surface, load, windows, hear);
  };
  return {
    surface,
    begun: signIn(),
    climb,
    notifyReady,
    onTheme(heard) {
      listener = heard;
      heard(theme);
    },
  };
}
