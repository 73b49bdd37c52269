// The switches at the top of a host's page, and the line that says what the app is doing.

const parameters = new URLSearchParams(location.search);
const state = document.getElementById("state");

/** What the app's manifest says. */
export const setup = JSON.parse(document.body.dataset.setup);

/** Where the app is. The address may name another place than the registration. */
export const appOrigin = parameters.get("app") ?? setup.appOrigin;

/** Who the app is told is there, where that is to be somebody else than who is: what an app is told need not be so. */
export const told = parameters.get("told");

/** The value of a switch: what the address says, and what the person chose since. */
export const chosen = (id) => document.getElementById(id).value;

/** Whether the host is that of the person's own organization: a guest has switched back to it. */
export const isAtHome = () => document.getElementById("org")?.value === "home";

/** Sets these switches to what the address says, and tells of each that the person turns. */
export function listen(ids, changed) {
  for (const id of ids) {
    const select = document.getElementById(id);
    if (parameters.has(id)) {
      select.value = parameters.get(id);
    }
    select.addEventListener("change", () => {
      parameters.set(id, chosen(id));
      history.replaceState(null, "", `?${parameters}`);
      changed(id);
    });
  }
}

/** Shows what the app told last. */
export function say(text) {
  state.textContent = text;
  state.dataset.state = text;
}

/** Notes what the app asked for last. */
export function note(text) {
  state.dataset.asked = text;
}
