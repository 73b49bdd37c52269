// The dialog in which Teams asks what a new tab of a channel shows. Whoever adds it is signed in meanwhile, silently; where that needs
// a click, the tab itself asks for it, so that nobody is kept from adding it.
// https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/create-tab-pages/configuration-page

import * as teams from "./teams.js";
import { pages } from "@microsoft/teams-js";
import { embed } from "./embedding.js";

const THEMES = { dark: "dark", contrast: "high-contrast" };
const form = document.getElementById("settings");
const name = document.getElementById("tab-name");
const who = document.getElementById("who");

/** Teams lets nobody save as long as the tab has no name. */
function check() {
  pages.config.setValidityState(name.value.trim() !== "");
}

async function save(event) {
  try {
    await pages.config.setConfig({
      entityId: "home",
      contentUrl: `${location.origin}/teams`,
      websiteUrl: `${location.origin}/`,
      suggestedDisplayName: name.value.trim(),
    });
    event.notifySuccess();
  } catch (error) {
    event.notifyFailure(String(error.message ?? error));
  }
}

/** Offers what can be set: a name, which a tab that is there already has. */
async function offer(instance) {
  const { suggestedDisplayName } = await pages.getConfig().catch(() => ({}));
  name.value = suggestedDisplayName || instance.display_name;
  name.addEventListener("input", check);
  // Enter saves nothing here: Save is Teams' own button.
  form.addEventListener("submit", (event) => event.preventDefault());
  pages.config.registerOnSaveHandler(save);
  form.hidden = false;
  name.focus();
  check();
}

function signedIn({ person }) {
  who.textContent = person
    ? `You are signed in as ${person.name}.`
    : "You are not signed in yet. Save all the same: the tab asks you to sign in.";
  who.dataset.person = person?.username ?? "";
}

/** This is not Teams, or it does not answer. */
function strand() {
  who.hidden = true;
  document.getElementById("elsewhere").hidden = false;
}

async function begin() {
  const { begun, started, onTheme, notifyReady } = embed("teams", async () => teams);
  onTheme((theme) => {
    document.documentElement.dataset.theme = THEMES[theme] ?? "light";
  });
  begun.then(signedIn, () => signedIn({}));
  await started;
  await offer(JSON.parse(document.documentElement.dataset.instance));
  // The conversation that `begun` leads may take longer; the dialog is there already.
  begun.finally(notifyReady);
}

if (window.parent === window) {
  strand();
} else {
  begin().catch(strand);
}
