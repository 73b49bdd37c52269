// The part of Microsoft's library for Teams that the app uses. Loaded in Teams only.

import { restoreClock } from "./clock.js";
import { app, authentication } from "@microsoft/teams-js";
import { openWindow as openPlainWindow } from "./window.js";

restoreClock();

/**
 * Begins the conversation with Teams, whose theme is heard; resolves with a promise of who Teams says is there, which a token need not
 * wait for. Fails when nobody answers.
 */
export async function start(origins, onTheme) {
  await app.initialize(origins);
  app.registerOnThemeChangeHandler(onTheme);
  const context = app.getContext();
  const person = context.then(({ app: { theme }, user }) => {
    onTheme(theme);
    return user?.id;
  });
  // Whoever waits for it hears of a failure.
  person.catch(() => {});
  return { person };
}

/** An access token for our API; Teams may ask the person when it need not be silent. */
export function getToken(silent, claims) {
  return authentication.getAuthToken({ silent, ...(claims.length > 0 && { claims }) });
}

/** Opens a page of ours in a window; resolves with what it hands over. Teams opens https addresses only. */
export function openWindow(path) {
  if (location.protocol !== "https:") {
    return openPlainWindow(path);
  }
  const url = `${location.origin}${path}&by=teams`;
  return authentication.authenticate({ url, width: 520, height: 640 });
}

/** In that window: hands over, and Teams closes it. */
export async function handOver(origins, outcome) {
  await app.initialize(origins);
  authentication.notifySuccess(outcome);
}

/** Shows something in Teams itself: a deep link of its own. */
export function openLink(link) {
  return app.openLink(link);
}

/** Teams shows the page from now on. */
export function notifyReady() {
  app.notifySuccess();
}
