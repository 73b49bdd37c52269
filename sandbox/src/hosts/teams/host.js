// Teams' side of the conversation with teams-js, as far as a tab that signs people in has it.
// Names of functions and the shapes of their arguments are those of teams-js 2.x (its source is the reference):
// https://github.com/OfficeDev/microsoft-teams-library-js

import { brokered, nestedAppAuth } from "/naa.js";
import { appOrigin, chosen, isAtHome, listen, say, setup, told } from "/switches.js";
import { addTab, close as closeSettings, ofSettings, saved, settings } from "/settings.js";

/** The frames of the app: what Teams calls the context of each, and what its page wants to hear of. */
const tab = { frame: document.getElementById("tab-frame"), context: "content", handlers: new Set() };
const views = [tab, settings];
const LOOK_MS = 300;

listen(["person", "org", "tab", "theme", "naa", "sso", "auth"], (id) => {
  if (id === "theme") {
    announce("themeChange", [chosen("theme")]);
  } else if (id !== "auth") {
    open();
  }
});

/** Shows the tab anew, as Teams does when somebody opens it. */
function open() {
  tab.handlers.clear();
  closeSettings();
  say("opening");
  const added = chosen("tab") === "channel" && saved();
  document.getElementById("tab-name").textContent = added ? added.suggestedDisplayName : "";
  tab.frame.src = added ? added.contentUrl : `${appOrigin}/teams?tab=${chosen("tab")}`;
}

function send({ frame }, message) {
  frame.contentWindow.postMessage(message, appOrigin);
}

function announce(func, args) {
  views.filter(({ handlers }) => handlers.has(func)).forEach((view) => send(view, { func, args }));
}

/** What Teams knows of the tab and of the person. An app must not believe any of it. */
function context(frameContext) {
  const person = document.getElementById("person").selectedOptions[0];
  const home = isAtHome() ? person.dataset : {};
  const channel = chosen("tab") === "channel" || frameContext === "settings";
  return {
    locale: "en-us",
    theme: chosen("theme"),
    entityId: "home",
    frameContext,
    tid: home.homeTid ?? setup.tenantId,
    userObjectId: told ?? home.homeOid ?? person.value,
    userPrincipalName: person.dataset.upn,
    loginHint: person.dataset.upn,
    hostName: "Teams",
    hostClientType: "web",
    sessionId: "00000000-0000-4000-8000-000000000000",
    appSessionId: "00000000-0000-4000-8000-000000000001",
    ...(channel && {
      teamId: "19:team@thread.tacv2",
      groupId: "00000000-0000-4000-9000-000000000001",
      teamName: "Harbour",
      channelId: "19:general@thread.tacv2",
      channelName: "General",
      channelType: "Regular",
    }),
  };
}

/** The fourth argument of the answer to `initialize`: the bridge is made only if it names `nestedAppAuth`. */
function runtime() {
  const nested = chosen("naa") !== "off";
  return JSON.stringify({
    apiVersion: 4,
    hostVersionsInfo: { adaptiveCardSchemaVersion: { majorVersion: 1, minorVersion: 5 } },
    isLegacyTeams: false,
    isNAAChannelRecommended: nested,
    supports: { pages: { config: {} }, dialog: { url: {} }, ...(nested && { nestedAppAuth: {} }) },
  });
}

async function authToken([, , silent]) {
  const wanted = chosen("sso");
  if (wanted === "silent") {
    return undefined;
  }
  // Asked with a click, consent is given.
  const consents = wanted === "resourceRequiresConsent" && silent === false;
  if (wanted !== "on" && !consents) {
    return [false, wanted];
  }
  const answer = await brokered({ way: "host", resource: setup.resource });
  return answer.error ? [false, answer.error.word] : [true, answer.access_token];
}

/** The window that the tab asked for, while it is open. */
let popup;

/** Opens a page of the app in a window; what its page says in the end is the answer. A window that looks closed counts as cancelled,
 * also when it only looks so because a page in it cut itself off (Cross-Origin-Opener-Policy). One at a time: the next one closes
 * the one before. */
function authenticate([url, width, height]) {
  popup?.finish([false, "CancelledByUser"]);
  const wanted = chosen("auth");
  const opened = wanted === "on" ? window.open(url, "_blank", `popup,width=${width},height=${height}`) : null;
  if (!opened) {
    return [false, wanted === "on" ? "FailedToOpenWindow" : wanted];
  }
  return new Promise((resolve) => {
    const finish = (answer) => {
      clearInterval(look);
      popup = undefined;
      opened.close();
      resolve(answer);
    };
    const look = setInterval(() => opened.closed && finish([false, "CancelledByUser"]), LOOK_MS);
    popup = { opened, finish };
  });
}

/** What the page in that window asks and tells. */
const ofPopup = {
  initialize: () => ["authentication", "web", "2.0.1", runtime()],
  getContext: () => [context("authentication")],
  "authentication.authenticate.success": ([result]) => popup.finish([true, result]),
  "authentication.authenticate.failure": ([reason]) => popup.finish([false, reason]),
};

/** The functions of teams-js that get an answer, by name. */
const functions = {
  initialize: (_, view) => [view.context, "web", "2.0.1", runtime()],
  getContext: (_, view) => [context(view.context)],
  "authentication.getAuthToken": authToken,
  "authentication.authenticate": authenticate,
  executeDeepLink: ([link]) => (say(`opened ${link}`), [true]),
};

/** The functions that tell and want no answer. */
const notices = {
  "appInitialization.appLoaded": () => say("loaded"),
  "appInitialization.success": () => say("ready"),
  "appInitialization.failure": () => say("failed"),
  "appInitialization.expectedFailure": () => say("failed"),
  registerHandler: ([name], { handlers }) => handlers.add(name),
};

async function answered({ func, args = [], data }, view) {
  if (func === "nestedAppAuth.execute") {
    // Request and response are texts inside the messages.
    const text = await nestedAppAuth(data);
    return text && [true, text];
  }
  // What a dialog may ask and tell, a tab may not.
  return view === settings && func in ofSettings ? ofSettings[func](args) : functions[func]?.(args, view);
}

addEventListener("message", async (event) => {
  if (event.origin !== appOrigin || typeof event.data?.func !== "string") {
    return;
  }
  const { id, uuidAsString, func, args } = event.data;
  if (popup && event.source === popup.opened) {
    const answer = ofPopup[func]?.(args ?? []);
    if (answer) {
      event.source.postMessage({ id, uuidAsString, args: answer }, appOrigin);
    }
    return;
  }
  const view = views.find(({ frame }) => event.source === frame.contentWindow);
  if (!view) {
    return;
  }
  notices[func]?.(args ?? [], view);
  const answer = await answered(event.data, view);
  if (answer) {
    send(view, { id, uuidAsString, args: answer });
  }
});

// As Teams does: the dialog, then the tab as it was saved.
addTab(open);
open();
