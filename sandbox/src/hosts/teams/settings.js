// The dialog in which Teams asks the app what a new tab of a channel shows, and lets its page say so.
// https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/create-tab-pages/configuration-page

import { appOrigin } from "/switches.js";

const dialog = document.getElementById("settings");
const save = document.getElementById("save");
const reason = document.getElementById("not-saved");
/** The tab that was added. */
let tab;

/** The dialog's frame. */
export const settings = {
  frame: document.getElementById("settings-frame"),
  context: "settings",
  handlers: new Set(),
};

/** The tab that was added, if one was. */
export const saved = () => tab;

let whenAdded = () => {};

/** What is done once a tab was added. */
export function addTab(added) {
  whenAdded = added;
}

/** Nothing is added. */
export function close() {
  dialog.close();
  settings.frame.src = "about:blank";
}

function tell(func, args) {
  settings.frame.contentWindow.postMessage({ func, args }, appOrigin);
}

/** A tab may show pages of the app only: Teams has a list of its domains. */
function set([wanted]) {
  const ours = ["contentUrl", "websiteUrl"].every((name) => URL.canParse(wanted[name]) && new URL(wanted[name]).origin === appOrigin);
  if (!ours || !wanted.suggestedDisplayName || !wanted.entityId) {
    return [false, "the tab's pages are not of the app's domains, or it has no name"];
  }
  pending = wanted;
  return [true];
}

/** What the page wants to be saved. */
let pending;

/** What the dialog's page asks and tells. */
export const ofSettings = {
  "settings.setValidityState": ([valid]) => void (save.disabled = !valid),
  "settings.getSettings": () => [tab ?? {}],
  "settings.setSettings": set,
  "settings.save.success": () => {
    tab = pending ?? tab;
    close();
    document.getElementById("tab").value = "channel";
    whenAdded();
  },
  "settings.save.failure": ([text]) => {
    reason.textContent = text || "The app did not save.";
    save.disabled = false;
  },
};

document.getElementById("add-tab").addEventListener("click", () => {
  settings.handlers.clear();
  pending = undefined;
  reason.textContent = "";
  save.disabled = true;
  settings.frame.src = `${appOrigin}/teams/settings`;
  dialog.showModal();
});
document.getElementById("cancel").addEventListener("click", close);
save.addEventListener("click", () => {
  save.disabled = true;
  reason.textContent = "";
  // A page that listens answers itself; for one that does not, its library does.
  tell("settings.save", [{ webhookUrl: "" }]);
});
