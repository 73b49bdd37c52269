// The part of Microsoft's library for Teams that the app uses. Loaded in Teams only.

import { app, authentication } from "@microsoft/teams-js";

/** Begins the conversation with Teams; resolves with the theme. Fails when nobody answers. */
export async function start(origins, onTheme) {
  await app.initialize(origins);
  app.registerOnThemeChangeHandler(onTheme);
  return (await app.getContext()).app.theme;
}

/** An access token for our API; Teams may ask the person when it need not be silent. */
export function getAuthToken(silent, claims) {
  return authentication.getAuthToken({ silent, ...(claims.length > 0 && { claims }) });
}

/** Teams shows the page from now on. */
export function notifyReady() {
  app.notifySuccess();
}
